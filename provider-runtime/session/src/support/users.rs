//! Which methods a support object has: who may call each (SUP-1).

use crate::kind::Kind;
use crate::record::what::SupportEvent;

/// Whom a support object is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum User {
    Store,
    AddressBook,
    Transport,
    /// A message service, for one call of `ServiceEntry`.
    Service,
}

use User::{AddressBook, Service, Store, Transport};

const ALL: &[User] = &[Store, AddressBook, Transport, Service];
/// SVC-4: what has to do with a logon is not for `ServiceEntry`.
const LOGONS: &[User] = &[Store, AddressBook, Transport];

/// SUP-1: whom a method is for.
fn users(method: &SupportEvent) -> &'static [User] {
    match method {
        SupportEvent::GetLastError(_)
        | SupportEvent::GetAllocators(_)
        | SupportEvent::OpenSection(_)
        | SupportEvent::NewUid(_)
        | SupportEvent::MakeInvalid(_)
        | SupportEvent::ShowDialog(_)
        | SupportEvent::GetConfiguration(_) => ALL,
        SupportEvent::Subscribe(_)
        | SupportEvent::Unsubscribe(_)
        | SupportEvent::Notify(_)
        | SupportEvent::AddRow(_)
        | SupportEvent::ChangeRow(_)
        | SupportEvent::CreateOneOff(_)
        | SupportEvent::OpenEntry(_)
        | SupportEvent::CompareEntries(_)
        | SupportEvent::OpenBook(_)
        | SupportEvent::WrapEntry(_)
        | SupportEvent::MakeStorage(_) => LOGONS,
        // UID-3: a transport says by AddressTypes which identifiers are its own.
        SupportEvent::AddUid(_) | SupportEvent::ShowProgress(_) => &[Store, AddressBook],
        // An address book has nothing to do with the spooler, and a store does not send.
        SupportEvent::NotifySpooler(_) => &[Store, Transport],
        SupportEvent::Yield(_) | SupportEvent::ReportRecipients(_) | SupportEvent::AddPreprocessor(_) => &[Transport],
        SupportEvent::LogoffTransports(_)
        | SupportEvent::ModifyProfile(_)
        | SupportEvent::CopyObject(_)
        | SupportEvent::CopyContents(_)
        | SupportEvent::PrepareMessage(_)
        | SupportEvent::FinishSent(_)
        | SupportEvent::ReportRead(_)
        | SupportEvent::CompleteMessage(_) => &[Store],
        // These are no methods, or are recorded without this check.
        SupportEvent::AddRef(_)
        | SupportEvent::Release(_)
        | SupportEvent::Late(_)
        | SupportEvent::Other(_)
        | SupportEvent::WriteSection(_)
        | SupportEvent::ForgetUid(_)
        | SupportEvent::ForgetRow(_)
        | SupportEvent::ForgetSubscription(_) => &[],
    }
}

/// Whether a method is for a user.
pub(super) fn is_for(method: &SupportEvent, user: User) -> bool {
    users(method).contains(&user)
}

impl User {
    pub(super) fn of(kind: Kind) -> Self {
        match kind {
            Kind::Store => Store,
            Kind::AddressBook => AddressBook,
            Kind::Transport => Transport,
        }
    }
}
