//! Why a made-up person is held: drawn without a look at name, religion or community.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use reference::{OffenceGroup, PlacePath, UpazilaKind, upazilas_of};

use crate::dice::Dice;
use crate::offences::{self, court_of};
use crate::person::{MadePerson, Sex};

/// Under this the Children Act 2013 forbids jail.
const ADULT_YEARS: i16 = 18;

/// On what ground a person is held, as the official head-count has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LegalStatus {
    /// হাজতি
    UnderTrial,
    /// কয়েদি
    Convict,
    /// ফাঁসির আসামি
    Condemned,
    /// ডেটিনিউ: preventive detention
    Detenu,
    /// সিভিল
    Civil,
    /// নিরাপদ হেফাজত
    SafeCustody,
    /// আরপি: the term is over, repatriation is awaited; foreigners only
    ReleasedPrisoner,
}

/// How a past custody ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ending {
    /// জামিন
    Bail,
    /// খালাস
    Acquitted,
    /// মেয়াদ শেষ
    TermOver,
}

/// What a court ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SentenceKind {
    /// মৃত্যুদণ্ড
    Death,
    /// যাবজ্জীবন
    Life,
    /// সশ্রম
    Rigorous,
    /// বিনাশ্রম
    Simple,
}

/// A sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MadeSentence {
    /// What was ordered.
    pub kind: SentenceKind,
    /// Length in months; 360 for life, 0 for death.
    pub months: u32,
    /// Fine in taka; 0 for none.
    pub fine_taka: u32,
    /// Further months if the fine is not paid.
    pub default_months: u32,
    /// Day of the judgment.
    pub on: Date,
}

/// The register that a case number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CaseSeries {
    /// জিআর: begun by a police report.
    Gr,
    /// সিআর: begun by a complaint.
    Cr,
    /// দায়রা মামলা
    Sessions,
    /// ট্রাইব্যুনালের মামলা
    Tribunal,
    /// আটকাদেশ or execution: numbered by the office that ordered it.
    Order,
}

impl CaseSeries {
    /// As written before the number in English.
    pub fn label_en(self) -> &'static str {
        match self {
            Self::Gr => "GR",
            Self::Cr => "CR",
            Self::Sessions => "Sessions",
            Self::Tribunal => "Tribunal",
            Self::Order => "Order",
        }
    }
}

/// One case. Codes are those of the `reference` crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeCase {
    /// Code of the act.
    pub act: &'static str,
    /// Codes of the sections, the gravest first.
    pub sections: Vec<&'static str>,
    /// Nature of the offence, by the first section.
    pub group: OffenceGroup,
    /// Code of the kind of court.
    pub court: &'static str,
    /// Code of the court's district.
    pub court_district: &'static str,
    /// Police station in Bangla.
    pub station_bn: &'static str,
    /// Police station in English.
    pub station_en: &'static str,
    /// The register of the number.
    pub series: CaseSeries,
    /// Number in that register.
    pub number: u32,
    /// Year of the number.
    pub year: i16,
    /// Next day in court; none when decided or not yet known.
    pub next_date: Option<Date>,
}

impl MadeCase {
    /// The case number as written: "GR 123/2024".
    pub fn case_no(&self) -> String {
        format!("{} {}/{}", self.series.label_en(), self.number, self.year)
    }
}

/// One stay in prison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeCustody {
    /// Ground of holding.
    pub legal_status: LegalStatus,
    /// Day of admission.
    pub admitted_on: Date,
    /// Number of the warrant.
    pub warrant_no: String,
    /// At least one.
    pub cases: Vec<MadeCase>,
    /// Set for convicts, the condemned and released prisoners.
    pub sentence: Option<MadeSentence>,
    /// Day and way of the end; none for those still held.
    pub ended: Option<(Date, Ending)>,
}

/// What the maker of a custody goes by. Only what law or nature ties to the offence is passed in: sex, age, nationality.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ground<'g> {
    pub(crate) today: Date,
    pub(crate) district: &'g str,
    pub(crate) sex: Sex,
    /// The eighteenth birthday: nobody is admitted before it.
    pub(crate) adult_on: Date,
    pub(crate) foreign: bool,
}

impl<'g> Ground<'g> {
    pub(crate) fn of(person: &MadePerson, district: &'g str, today: Date) -> Self {
        Self {
            today,
            district,
            sex: person.sex,
            adult_on: person.birth.reached_on(ADULT_YEARS),
            foreign: person.nationality != "BD",
        }
    }
}

/// Makes the custody of someone who is held today.
pub(crate) fn make(ground: Ground<'_>, dice: &mut Dice) -> MadeCustody {
    let legal_status = draw_status(ground.foreign, dice);
    let admitted_on = draw_admission(ground, legal_status, dice);
    let sentence = draw_sentence(ground.today, admitted_on, legal_status, dice);
    let count = dice.permille(&[(760, 1), (150, 2), (50, 3), (25, 4)], 5);
    let cases = (0..count).map(|at| {
        // Only the first case need fit the status; a further one is an ordinary case beside it.
        let status = if at == 0 {
            legal_status
        } else {
            LegalStatus::UnderTrial
        };
        make_case(ground, status, admitted_on, dice)
    });
    let cases = cases.collect();
    let warrant_no = format!("{}/{}", dice.between(1, 4999), admitted_on.year());
    MadeCustody {
        legal_status,
        admitted_on,
        warrant_no,
        cases,
        sentence,
        ended: None,
    }
}

/// Makes a custody that has ended.
pub(crate) fn make_former(ground: Ground<'_>, dice: &mut Dice) -> MadeCustody {
    let ended_on = ground
        .today
        .saturating_sub(i64::from(dice.between(30, 2500)).days())
        .max(ground.adult_on);
    let before = Ground {
        today: ended_on,
        ..ground
    };
    let mut custody = make(before, dice);
    let ending = match custody.legal_status {
        LegalStatus::UnderTrial => dice.permille(&[(850, Ending::Bail)], Ending::Acquitted),
        LegalStatus::Condemned => Ending::Acquitted,
        _ => Ending::TermOver,
    };
    for case in &mut custody.cases {
        case.next_date = None;
    }
    custody.ended = Some((ended_on, ending));
    custody
}

/// About three of four are under trial; so it has been for decades.
fn draw_status(foreign: bool, dice: &mut Dice) -> LegalStatus {
    let shares = [
        (218, LegalStatus::Convict),
        (22, LegalStatus::Condemned),
        (3, LegalStatus::Detenu),
        (3, LegalStatus::Civil),
        (4, LegalStatus::SafeCustody),
    ];
    match dice.permille(&shares, LegalStatus::UnderTrial) {
        LegalStatus::Convict if foreign && dice.chance(500) => LegalStatus::ReleasedPrisoner,
        status => status,
    }
}

/// Most arrived within months, a few many years ago; nobody before turning eighteen.
fn draw_admission(ground: Ground<'_>, status: LegalStatus, dice: &mut Dice) -> Date {
    let under_trial = [
        (400, (0, 90)),
        (330, (91, 365)),
        (170, (366, 1095)),
        (85, (1096, 2190)),
    ];
    let sentenced = [(250, (30, 365)), (350, (366, 1825)), (300, (1826, 3650))];
    let (from, to) = match status {
        LegalStatus::UnderTrial => dice.permille(&under_trial, (2191, 4300)),
        LegalStatus::Convict | LegalStatus::Condemned | LegalStatus::ReleasedPrisoner => {
            dice.permille(&sentenced, (3651, 7000))
        }
        LegalStatus::Detenu | LegalStatus::Civil | LegalStatus::SafeCustody => (0, 180),
    };
    let days = dice.between(from, to);
    ground
        .today
        .saturating_sub(i64::from(days).days())
        .max(ground.adult_on)
}

fn draw_sentence(
    today: Date,
    admitted_on: Date,
    status: LegalStatus,
    dice: &mut Dice,
) -> Option<MadeSentence> {
    let kind = match status {
        LegalStatus::Condemned => SentenceKind::Death,
        LegalStatus::Convict => {
            let kinds = [(200, SentenceKind::Life), (640, SentenceKind::Rigorous)];
            dice.permille(&kinds, SentenceKind::Simple)
        }
        LegalStatus::ReleasedPrisoner => SentenceKind::Simple,
        _ => return None,
    };
    let held_days = (today - admitted_on).get_days();
    let waited = dice.below(u32::try_from(held_days).unwrap_or_default() + 1);
    let on = admitted_on.saturating_add(Span::new().days(i64::from(waited)));
    let held_months = u32::try_from(held_days / 30).unwrap_or_default();
    let months = match (kind, status) {
        (SentenceKind::Death, _) => 0,
        (SentenceKind::Life, _) => 360,
        (_, LegalStatus::ReleasedPrisoner) => {
            held_months.saturating_sub(dice.between(2, 30)).max(1)
        }
        // Long enough that the term still runs today.
        (SentenceKind::Rigorous, _) => held_months + dice.between(6, 120),
        (SentenceKind::Simple, _) => held_months + dice.between(1, 24),
    };
    let fine_taka = dice.permille(&[(300, 0), (300, 5_000), (250, 10_000)], 20_000);
    let default_months = if fine_taka == 0 {
        0
    } else {
        dice.between(1, 12)
    };
    Some(MadeSentence {
        kind,
        months,
        fine_taka,
        default_months,
        on,
    })
}

/// Makes one case that fits the status.
pub(crate) fn make_case(
    ground: Ground<'_>,
    status: LegalStatus,
    admitted_on: Date,
    dice: &mut Dice,
) -> MadeCase {
    let sections = offences::draw(status, ground.sex, dice);
    let first = sections.first().copied();
    let group = first.map_or(OffenceGroup::Other, |section| section.group);
    let district = PlacePath::of(ground.district).map_or("26", |path| path.district.code);
    let station = dice.pick(upazilas_of(district));
    let is_metro = station.is_some_and(|station| station.kind == UpazilaKind::MetroThana);
    let (court, series) = court_of(group, status, is_metro, dice);
    let waits = matches!(status, LegalStatus::UnderTrial | LegalStatus::SafeCustody);
    let next = ground
        .today
        .saturating_add(i64::from(dice.between(1, 45)).days());
    MadeCase {
        act: first.map_or("PC", |section| section.act),
        sections: sections.iter().map(|section| section.code).collect(),
        group,
        court,
        court_district: district,
        station_bn: station.map_or("", |station| station.station_bn()),
        station_en: station.map_or("", |station| station.station_en()),
        series,
        number: dice.between(1, 999),
        year: admitted_on.year(),
        next_date: (waits && dice.chance(930)).then_some(next),
    }
}
