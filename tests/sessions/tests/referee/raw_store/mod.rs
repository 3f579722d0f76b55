//! A store provider made by hand, over raw vtables, in the session: a correct one gets no fault, in
//! whatever way it ends, and each fault that a provider can commit is found in the events and named
//! once (section 8.6). The provider is `support::raw::store`.

mod answering;
mod correct;
mod ending;
mod initialising;
mod logging_on;
mod supporting;
mod working;

use provider_runtime::session::{OpenStore, Party, Session, ShutdownReport, Store};
use support::raw::store::{Habit, RawStore};

/// The client's way to a store.
fn open(session: &Session) -> Store {
    session.open_store(&OpenStore::new()).unwrap()
}

/// What the report says of the provider: each violation, warnings too. The host never has a fault.
fn told(report: &ShutdownReport) -> Vec<&'static str> {
    assert_eq!(report.faults_of(Party::Host), [""; 0], "{}", report.tree());
    let of_provider = report.violations().iter().filter(|violation| violation.party == Party::Provider);
    of_provider.map(|violation| violation.id).collect()
}

/// The same, of warnings alone.
fn warned(report: &ShutdownReport) -> Vec<&'static str> {
    let warnings = report.violations().iter().filter(|violation| violation.is_warning);
    warnings.map(|violation| violation.id).collect()
}

/// Opens a store of a provider with this habit, closes it, and logs off.
fn lived(habit: Habit) -> ShutdownReport {
    let raw = RawStore::with(&[habit]);
    let session = raw.session();
    drop(open(&session));
    session.logoff()
}
