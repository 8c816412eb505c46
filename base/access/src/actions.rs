use crate::words::words;

words! {
    /// Everything that anybody can do, once.
    pub enum Action: "err-action" {
        /// Search for a person and see the line of the result.
        PersonFind = "person.find",
        /// Read a person's file.
        PersonRead = "person.read",
        /// Read relatives, photos and other biometrics.
        PersonReadSensitive = "person.read_sensitive",
        /// Read what the medical officer has written.
        PersonReadMedical = "person.read_medical",
        /// Write a person's ordinary and sensitive particulars.
        PersonWrite = "person.write",
        /// Decide that two records are one person, or undo it.
        PersonMerge = "person.merge",
        /// Correct what was verified, with a reason.
        PersonCorrect = "person.correct",
        /// Begin an admission.
        AdmissionStart = "admission.start",
        /// Write an admission under way.
        AdmissionWrite = "admission.write",
        /// Put the person on the roll.
        AdmissionFinish = "admission.finish",
        /// Check the read-back and sign as second officer.
        AdmissionVerify = "admission.verify",
        /// Choose another ward than the rules propose.
        AdmissionOverrideWard = "admission.override_ward",
        /// Decide a suspicion of impersonation.
        ImpersonationDecide = "impersonation.decide",
        /// Write the medical class of data.
        MedicalWrite = "medical.write",
        /// Send to court and take back.
        MovementCourt = "movement.court",
        /// Send to hospital and take back.
        MovementHospital = "movement.hospital",
        /// Send to another prison, receive from one.
        MovementTransfer = "movement.transfer",
        /// Let out of the gate on an order.
        MovementRelease = "movement.release",
        /// Record an order of bail or release.
        MovementReleaseOrder = "movement.release_order",
        /// Record an escape and a recapture.
        MovementEscape = "movement.escape",
        /// Record a death.
        MovementDeath = "movement.death",
        /// Move between wards.
        WardMove = "ward.move",
        /// See prisons, buildings, wards and their numbers.
        EstateRead = "estate.read",
        /// Change buildings and wards.
        EstateWrite = "estate.write",
        /// Say from which day a prison has another name, kind or division, or is closed.
        PrisonChange = "prison.change",
        /// See who is expected at the gate.
        ArrivalRead = "arrival.read",
        /// Enter or import who is expected.
        ArrivalWrite = "arrival.write",
        /// Take an arrival to work on, so that nobody else does.
        ArrivalClaim = "arrival.claim",
        /// See tasks and their due times.
        TaskRead = "task.read",
        /// Do a task, hand it on.
        TaskDo = "task.do",
        /// See how long admissions took.
        TimesRead = "times.read",
        /// Take the nominal roll out as a file.
        ExportRoll = "export.roll",
        /// Take the head-count return out as a file.
        ExportHeadcount = "export.headcount",
        /// Print a history ticket, slip or receipt.
        PrintTicket = "print.ticket",
        /// Bring records in from a file.
        ImportRun = "import.run",
        /// Read the journal.
        JournalRead = "journal.read",
        /// See users and their logins.
        UserRead = "user.read",
        /// Make, change and close users; end their logins.
        UserWrite = "user.write",
        /// Issue and revoke the tokens of other agencies' programs.
        ApiclientWrite = "apiclient.write",
        /// See the health of the machine and parked lines.
        SystemHealth = "system.health",
        /// Read people through the API.
        ApiPeopleRead = "api.people.read",
        /// Read custodies through the API.
        ApiCustodyRead = "api.custody.read",
        /// Read movements through the API.
        ApiMovementsRead = "api.movements.read",
        /// Read prisons and wards through the API.
        ApiEstateRead = "api.estate.read",
        /// Announce arrivals through the API.
        ApiArrivalsWrite = "api.arrivals.write",
    }
}

impl Action {
    /// What a program of another agency can be allowed.
    pub fn of_programs() -> impl Iterator<Item = Self> {
        let all = Self::ALL.iter().copied();
        all.filter(|action| action.name().starts_with("api."))
    }
}

words! {
    /// How delicate data are. Each class is asked for by itself: reading a file's ordinary part does not
    /// include its medical part.
    pub enum DataClass: "err-data-class" {
        /// What the daily work needs.
        Ordinary = "ordinary",
        /// Relatives, photos, fingerprints, where children live.
        Sensitive = "sensitive",
        /// Health, pregnancy, injuries, risk of self-harm.
        Medical = "medical",
        /// Complaints against staff: never readable inside that prison.
        Complaint = "complaint",
        /// Who is watched, and why.
        Security = "security",
    }
}
