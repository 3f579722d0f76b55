//! What a transport goes through with messages (SPL-5): sent, taken, cancelled, given up, and with
//! no memory for them. Nothing of it happens without `--traffic`.

use super::post::{round, round_beside};
use super::visit::Visit;
use crate::case::{Case, step};
use provider_runtime::abi::flag::ATTACH_BY_VALUE;
use provider_runtime::session::{Message, Session};
use provider_runtime::{Property, tags};

/// The types to send to: those that it names, or one that nobody has for a transport that takes
/// every type.
fn types(session: &Session) -> Vec<String> {
    let all = session.mail().address_types().into_iter();
    all.flat_map(|types| types.unwrap_or_else(|| vec!["X-CHECK".into()])).collect()
}

/// From and to an address that nobody has, with an attachment.
fn message(address_type: &str) -> Message {
    /// So long that it is had as a stream alone.
    const LINES: usize = 300;
    const ADDRESS: &str = "check@example.invalid";
    Message::new()
        .with(tags::MESSAGE_CLASS, "IPM.Note")
        .with(tags::SUBJECT, "check")
        .with(tags::BODY, "A message of the command check.\r\n".repeat(LINES))
        .with(tags::SENDER_NAME, "Check")
        .with(tags::SENDER_ADDRTYPE, address_type)
        .with(tags::SENDER_EMAIL_ADDRESS, ADDRESS)
        .to("Check", address_type, ADDRESS)
        .attachment(vec![
            Property::new(tags::ATTACH_METHOD, ATTACH_BY_VALUE),
            Property::new(tags::ATTACH_LONG_FILENAME, "check.txt"),
            Property::new(tags::ATTACH_DATA_BIN, b"attached".as_slice()),
        ])
}

/// Submits one message to each type; their numbers.
fn submitted(session: &Session) -> Vec<u64> {
    let submit = |address_type: &String| {
        step(&format!("submitting a message to an address of type {address_type}"));
        session.mail().submit(&message(address_type)).ok()
    };
    types(session).iter().filter_map(submit).collect()
}

/// XPLOGON-8, SPL-5: one message to each address type, one by one; and whatever waits.
pub fn exchanged(case: &Case) {
    if !case.has_traffic {
        return;
    }
    case.session(case.options(), |session| {
        let Some(visit) = Visit::begin(case, session) else { return };
        exchange(case, session);
        drop(visit);
    });
}

/// One message to each address type, and whatever waits; nothing without `--traffic`.
pub fn exchange(case: &Case, session: &Session) {
    if !case.has_traffic {
        return;
    }
    for address_type in types(session) {
        step(&format!("submitting a message to an address of type {address_type}"));
        let _ = session.mail().submit(&message(&address_type));
        round(session);
    }
    round(session);
    drop(session.mail().take());
}

/// XPLOGON-11: TransportNotify comes on another thread, while SubmitMessage or EndMessage is under
/// way, or before them or after. It may be sent all the same.
pub fn cancelled(case: &Case) {
    if !case.has_traffic {
        return;
    }
    case.session(case.options(), |session| {
        drop(Visit::begin(case, session));
        let numbers = submitted(session);
        step("a round of the spooler, and cancelling its messages meanwhile");
        round_beside(session, || numbers.into_iter().for_each(|number| drop(session.mail().cancel(number))));
        drop(session.mail().take());
    });
}

/// XPOFF-1: in the queue, on its way, or gone when the session ends.
pub fn given_up(case: &Case) {
    if !case.has_traffic {
        return;
    }
    case.process(case.options(), |_, session| {
        drop(Visit::begin(case, session));
        drop(submitted(session));
        step("a round of the spooler, and the session's Logoff meanwhile");
        round_beside(session, || drop(session.logoff()));
    });
    case.session(case.options(), |session| {
        drop(Visit::begin(case, session));
        drop(submitted(session));
        step("the session's Logoff with messages in its queue");
    });
}

/// MEM-10, MEM-8: the message goes on in a later round, or comes back.
pub fn out_of_memory(case: &Case) {
    /// A way that asks for memory more often is not followed to its end: each step sends a message.
    const CALLS: u64 = 40;
    if !case.has_traffic {
        return;
    }
    for call in 1..=CALLS {
        let mut is_reached = false;
        let is_lost = case.session(case.options(), |session| {
            drop(Visit::begin(case, session));
            drop(submitted(session));
            let memory = session.memory();
            let before = memory.calls();
            memory.fail_at(Some(call));
            step(&format!("a round of the spooler whose allocation {call} fails"));
            let _ = session.mail().run();
            is_reached = memory.calls() - before >= call;
            memory.fail_at(None);
            round(session);
            drop(session.mail().take());
        });
        if !is_reached || is_lost {
            return;
        }
    }
}
