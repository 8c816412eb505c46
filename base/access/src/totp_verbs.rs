//! One-time codes of a user: offered, confirmed, removed.

use db::{Db, Tx};
use kernel::{Error, Result, UserId};

use crate::login::take_code;
use crate::tell::{Told, tell};
use crate::throttle::{self, Key};
use crate::{Doing, Secret, TotpOffer, secret, store, totp, users};

/// Offers the actor a new shared secret. It counts only once it is confirmed by a code, so that nobody is
/// locked out by a QR code that was not scanned. Who has one-time codes already gives a code of the phone
/// or a recovery code in `current`: a login left open is not enough to take them over.
///
/// # Errors
/// Invalid, naming the field `code`, when `current` is wrong; busy `err-login-throttled`; those of the
/// database.
pub async fn totp_offer(db: &Db, doing: &Doing<'_>, current: &Secret) -> Result<TotpOffer> {
    let (kept, current) = (doing.kept(), current.clone());
    let offered = db.write(move |tx| {
        let doing = kept.doing();
        let (now, actor) = (doing.now(), doing.actor);
        let row = store::user_row(tx, actor.user)?.ok_or_else(Error::not_found)?;
        if row.totp_secret.is_some() {
            let key = Key::codes(actor.user);
            throttle::count(tx, &key, now)?;
            if take_code(tx, actor.user, &current, now)?.is_none() {
                return failed(tx, &doing);
            }
            throttle::clear(tx, &key)?;
        }
        let shared = totp::new_secret(doing.world);
        store::set_offer(tx, actor.user, &shared)?;
        told(tx, &doing, actor.user, "totp.offered")?;
        Ok(Some(totp::offer(&row.user.login, &shared)))
    });
    let wrong = || Error::invalid("code", "err-totp-current");
    offered.await?.ok_or_else(wrong)
}

/// Confirms what [`totp_offer`] offered; gives the recovery codes, which are shown once.
///
/// # Errors
/// Invalid, naming the field `code`, when it is wrong; conflict `err-totp-no-offer` when nothing was
/// offered; busy `err-login-throttled`.
pub async fn totp_confirm(db: &Db, doing: &Doing<'_>, code: &Secret) -> Result<Vec<Secret>> {
    let (kept, code) = (doing.kept(), code.clone());
    let confirmed = db.write(move |tx| confirm(tx, &kept.doing(), &code));
    let wrong = || Error::invalid("code", "err-totp-wrong");
    confirmed.await?.ok_or_else(wrong)
}

fn confirm(tx: &mut Tx<'_>, doing: &Doing<'_>, code: &Secret) -> Result<Option<Vec<Secret>>> {
    let (now, actor) = (doing.now(), doing.actor);
    let row = store::user_row(tx, actor.user)?.ok_or_else(Error::not_found)?;
    let offered = row
        .totp_offered
        .ok_or_else(|| Error::conflict("err-totp-no-offer"))?;
    let key = Key::codes(actor.user);
    throttle::count(tx, &key, now)?;
    let Some(step) = totp::check(&offered, code.reveal(), now, 0)? else {
        return failed(tx, doing);
    };
    throttle::clear(tx, &key)?;
    store::accept_offer(tx, actor.user, &offered, step)?;
    let codes = totp::recovery_codes(doing.world);
    for code in &codes {
        let hash = secret::hash(&totp::plain_recovery(code.reveal()));
        store::insert_recovery(tx, actor.user, &hash)?;
    }
    // Who has shown a code has given it for this login too.
    if let Some(session) = actor.session {
        store::code_given(tx, session)?;
    }
    told(tx, doing, actor.user, "totp.enrolled")?;
    Ok(Some(codes))
}

/// Tells of a wrong code. It is no error within the transaction, which would roll the count of the attempts
/// back and so let anybody try for ever.
fn failed<T>(tx: &mut Tx<'_>, doing: &Doing<'_>) -> Result<Option<T>> {
    told(tx, doing, doing.actor.user, "totp.code_failed")?;
    Ok(None)
}

/// Takes the one-time codes from `user`, who has lost the phone and the recovery codes.
///
/// # Errors
/// Those of the policies; conflict `err-user-self` on the actor's own, which a stolen login could undo.
pub fn totp_remove(tx: &mut Tx<'_>, doing: &Doing<'_>, user: UserId) -> Result<()> {
    users::kept(tx, doing, user)?;
    store::remove_totp(tx, user)?;
    told(tx, doing, user, "totp.removed")
}

fn told(tx: &mut Tx<'_>, doing: &Doing<'_>, user: UserId, kind: &str) -> Result<()> {
    tell(tx, &Told::of(doing, kind, user, ()))
}
