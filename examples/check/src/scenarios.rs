//! The scenarios, in the order they run, and which kinds of provider each is for. What a client has
//! open in them is in `scenarios/visit.rs`, what is the same in all in `case.rs`.

mod closing;
mod contents;
mod contents_message;
mod contents_rows;
mod fast;
mod inside;
mod lasting;
mod logging_on;
mod post;
mod services;
mod store;
mod together;
mod traffic;
mod twice;
mod visit;
mod working;

pub use post::round;
pub use together::TOGETHER;
pub use traffic::exchange;
pub use visit::{Opened, Visit};
pub use working::{listen, listen_to_first, read, write_back};

use crate::case::Case;
use Kind::{AddressBook, Store, Transport};
use provider_runtime::session::Kind;

/// One of them.
pub struct Scenario {
    kinds: &'static [Kind],
    /// What happens in it, as one sentence.
    pub name: &'static str,
    pub run: fn(&Case),
}

const fn scenario(kinds: &'static [Kind], name: &'static str, run: fn(&Case)) -> Scenario {
    Scenario { kinds, name, run }
}

const ALL: &[Kind] = &[Store, AddressBook, Transport];
/// Those whose objects a client opens.
const CONTENTS: &[Kind] = &[Store, AddressBook];
/// Those whose logon has no store of its own to be opened twice.
const PLAIN: &[Kind] = &[AddressBook, Transport];
const STORE: &[Kind] = &[Store];
const POST: &[Kind] = &[Transport];

/// Those of one kind. The first one tells whether the file is a provider of the kind at all.
pub fn of(kind: Kind) -> Vec<&'static Scenario> {
    SCENARIOS.iter().filter(|scenario| scenario.kinds.contains(&kind)).collect()
}

const SCENARIOS: &[Scenario] = &[
    scenario(STORE, "a store is released without StoreLogoff", store::released),
    scenario(STORE, "a store is closed by its client after StoreLogoff", store::closed),
    scenario(ALL, "a session ends while its client holds everything, calls it, and releases it late", closing::held),
    scenario(ALL, "what a client holds is released after the last MAPIUninitialize", closing::held_for_good),
    scenario(CONTENTS, "what was closed is opened again", closing::reopened),
    scenario(STORE, "a store is opened twice, and the first reference closes first", store::twice_first_closes_first),
    scenario(STORE, "a store is opened twice, and the second reference closes first", store::twice_second_closes_first),
    scenario(STORE, "an open store is opened by its own identifier", store::twice_by_entry),
    scenario(ALL, "a session is released without Logoff", closing::without_logoff),
    scenario(ALL, "the last MAPIUninitialize comes with a session logged on", closing::uninitialized),
    scenario(ALL, "every Logoff and Shutdown comes twice", closing::ended_twice),
    scenario(STORE, "StoreLogoff gets every flag, two at a time and unknown ones", store::every_flag),
    scenario(STORE, "StoreLogoff asks quietly while the transports are busy", store::quietly),
    scenario(STORE, "a store's last Release and its session's Logoff meet on two threads", store::meeting),
    scenario(CONTENTS, "two threads read while a third logs off", closing::read_during_logoff),
    scenario(POST, "the spooler works while the session logs off", post::working_at_the_end),
    scenario(ALL, "a host ends its providers in an order that is none", closing::out_of_order),
    scenario(ALL, "a provider is initialised and ended without a logon", logging_on::never),
    scenario(ALL, "the session refuses the provider's version", logging_on::version_refused),
    scenario(ALL, "the session is older than any provider", logging_on::session_too_old),
    scenario(ALL, "a host leaves out what it may leave out of calls", logging_on::left_out),
    scenario(STORE, "an open store is opened without what a host may leave out", store::bare_call),
    scenario(ALL, "a host forgives a support object without AddRef", logging_on::lenient),
    scenario(ALL, "a library is freed as soon as its provider object is released", logging_on::eager_unload),
    scenario(ALL, "each provider of a profile has a provider object of its own", logging_on::init_per_entry),
    scenario(ALL, "a process has two sessions at once", logging_on::two_sessions),
    scenario(STORE, "the spooler opens what a client opens", store::with_spooler),
    scenario(STORE, "a store is opened by each interface, and by one that nobody has", store::interfaces),
    scenario(STORE, "a store is opened by identifiers of any length", store::identifiers),
    scenario(ALL, "the allocator fails at each call of a visit in turn", logging_on::out_of_memory),
    scenario(ALL, "a provider that lacks its configuration is configured once and tried again", services::unconfigured),
    scenario(ALL, "the profile has no section for the provider", services::without_section),
    scenario(ALL, "ServiceEntry is called in every context without a dialog", services::every_context),
    scenario(ALL, "ServiceEntry is called while the provider is logged on", services::while_logged_on),
    scenario(ALL, "another thread calls the provider inside its calls to MAPI", inside::locks),
    scenario(ALL, "a session ends while a client's call is inside MAPI", inside::ended_in_work),
    scenario(STORE, "a session ends while a store's last Release is inside MAPI", inside::ended_in_an_end),
    scenario(STORE, "a store is opened while its last Release is inside MAPI", inside::opened_in_an_end),
    scenario(CONTENTS, "identifiers of one session are used in the next", lasting::next_session),
    scenario(STORE, "stores are compared while none is open", lasting::compared),
    scenario(ALL, "a status object comes and goes before its logon", lasting::without_cycle),
    scenario(ALL, "every object is asked for its interfaces and its identity", working::identities),
    scenario(ALL, "properties are read in both widths, with unknown tags and flags", working::properties),
    scenario(CONTENTS, "each object is opened alone, and released before the next", working::alone),
    scenario(CONTENTS, "tables are read forwards and backwards", working::tables),
    scenario(CONTENTS, "objects are opened by identifiers of any length", working::identifiers),
    scenario(CONTENTS, "every folder and message is read, and every table both ways", contents::walked),
    scenario(
        CONTENTS,
        "what is inside is released in another order than it was opened",
        contents::released_in_any_order,
    ),
    scenario(CONTENTS, "a session ends with everything open that is inside", contents::open_at_the_end),
    scenario(ALL, "the status object answers what its row says", working::status),
    scenario(CONTENTS, "subscriptions are left at the end", working::subscriptions),
    scenario(CONTENTS, "notifications come when the call that caused them has returned", working::notified_later),
    scenario(CONTENTS, "notifications come inside the call that causes them", working::notified_inside),
    scenario(POST, "the spooler makes rounds without a message", post::rounds),
    scenario(POST, "queues are flushed, and traffic comes to an end and begins again", post::flushed),
    scenario(POST, "TransportLogon may not connect, or gets no flags", post::logon_flags),
    scenario(POST, "TransportLogoff gets every flag", post::logoff_flags),
    scenario(
        POST,
        "a provider object is shut down inside the last Release of its support object",
        post::nested_shutdown,
    ),
    scenario(POST, "messages are sent and received, with --traffic alone", traffic::exchanged),
    scenario(POST, "messages are cancelled while they are sent, with --traffic alone", traffic::cancelled),
    scenario(POST, "a session ends while messages are sent, with --traffic alone", traffic::given_up),
    scenario(
        POST,
        "the allocator fails at each call of a message's way in turn, with --traffic alone",
        traffic::out_of_memory,
    ),
    scenario(PLAIN, "a profile has the provider twice, and one provider object has both logons", twice::in_a_profile),
    scenario(ALL, "a fast shutdown is announced, and an ordinary end follows", fast::announced),
    scenario(ALL, "the process vanishes in a fast shutdown", fast::done),
];

/// Identifiers that nobody has made: of no form, and of the form of a real one with something
/// wrong.
fn junk(real: &[u8]) -> Vec<Vec<u8>> {
    const LENGTHS: [usize; 14] = [0, 1, 2, 3, 4, 5, 16, 19, 20, 21, 24, 64, 255, 4096];
    let plain = LENGTHS.iter().flat_map(|length| [vec![0; *length], vec![0xFF; *length]]);
    let short = (0..real.len()).map(|length| real.get(..length).unwrap_or_default().to_vec());
    let long = [0, 0xFF].into_iter().map(|more| [real, &[more; 7]].concat());
    let changed = (0..real.len()).map(|at| {
        let bytes = real.iter().enumerate();
        bytes.map(|(index, byte)| if index == at { !byte } else { *byte }).collect()
    });
    plain.chain(short).chain(long).chain(changed).collect()
}
