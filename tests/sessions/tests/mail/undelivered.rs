//! Messages whose transports put them off, fail or go: no recipient is lost, none gets a message
//! twice, and one transport's answer is not another's. What becomes of messages otherwise is in
//! `messages.rs`.

use provider_runtime::Code;
use provider_runtime::prelude::*;
use provider_runtime::session::{Mapi, Module, Options, Profile, ProviderEntry, Service, Session};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use support::{Script, TYPES, session_of, to_ann};

/// A session with a transport for mail and one for fax, and a message to somebody of each.
fn mail_and_fax(mail: &Script, fax: &Script) -> (Session, u64) {
    let posts = [mail.post("Mail"), fax.post("Fax").with(TYPES, "FAX")];
    let session = session_of(posts, Options::new()).unwrap();
    let number = session.mail().submit(&to_ann().cc("Bob", "FAX", "1")).unwrap();
    (session, number)
}

/// SPL-5, XPLOGON-8: who cannot send now keeps nobody else from it, round by round.
#[test]
fn a_transport_that_waits_holds_up_its_own_recipients_alone() {
    type Answer = fn() -> Result<Submission>;
    let answers: [Answer; 4] = [
        || Ok(Submission::Unreachable(Duration::from_secs(60))),
        || Ok(Submission::Later),
        || Ok(Submission::Deferred),
        || Err(Code::BUSY.into()),
    ];
    for answer in answers {
        let mail = Script::new();
        let fax = Script::new();
        mail.sends(move |_, _| answer());
        let (session, number) = mail_and_fax(&mail, &fax);
        session.mail().run().unwrap();
        session.mail().run().unwrap();
        assert_eq!((fax.count("submit"), session.mail().outbox(), session.mail().take().len()), (1, vec![number], 0));
        assert!(session.logoff().is_clean());
    }
}

/// SPL-5, MAPI_E_CANCEL: a deferred message that its transport does not send any more is the
/// others' still.
#[test]
fn a_deferred_message_that_is_given_up_is_sent_to_the_recipients_of_others() {
    let mail = Script::new();
    let fax = Script::new();
    mail.sends(|post, message| {
        if message.is_deferred() {
            return Err(Code::CANCEL.into());
        }
        post.support().send_deferred(&message.entry()?.unwrap())?;
        Ok(Submission::Deferred)
    });
    let (session, _) = mail_and_fax(&mail, &fax);
    session.mail().run().unwrap();
    session.mail().run().unwrap();
    assert_eq!((mail.count("submit"), fax.count("submit"), session.mail().outbox().len()), (2, 1, 0));
    assert_eq!(session.mail().take().len(), 0, "nobody is to be told");
    assert!(session.logoff().is_clean());
}

/// SPL-3: what a transport has put off does not wait for one that is gone.
#[test]
fn a_message_that_was_put_off_by_a_transport_that_then_fails_goes_to_the_next() {
    let first = Script::new();
    let second = Script::new();
    let kept = Arc::new(Mutex::new(None));
    let keep = Arc::clone(&kept);
    first.sends(move |post, _| {
        *keep.lock().unwrap() = Some(post.support().clone());
        Ok(Submission::Deferred)
    });
    let session = session_of([first.post("First"), second.post("Second")], Options::new()).unwrap();
    session.mail().submit(&to_ann()).unwrap();
    session.mail().run().unwrap();
    kept.lock().unwrap().take().unwrap().critical_error().unwrap();
    session.mail().run().unwrap();
    assert_eq!((second.count("submit"), session.mail().outbox().len(), session.mail().take().len()), (1, 0, 0));
    assert!(session.logoff().faults().is_empty());
}

/// SPL-5: where no EndMessage has said that a message is sent, those have it who were saved, and
/// nobody else.
#[test]
fn of_a_transport_that_fails_with_a_message_those_have_it_who_were_saved() {
    for is_saved in [true, false] {
        let first = Script::new();
        let second = Script::new();
        first.sends(move |post, message| {
            message.accept_all()?;
            post.support().critical_error()?;
            // What an author has accepted is saved with his answer; after an error the message is
            // as it was.
            if is_saved { Ok(Submission::Sent) } else { Err(Code::CALL_FAILED.into()) }
        });
        let session = session_of([first.post("First"), second.post("Second")], Options::new()).unwrap();
        session.mail().submit(&to_ann()).unwrap();
        session.mail().run().unwrap();
        session.mail().run().unwrap();
        assert_eq!((second.count("submit"), session.mail().outbox().len()), (usize::from(!is_saved), 0));
        assert_eq!(session.mail().take().len(), 0, "nobody is told that it could not be delivered");
        assert!(session.logoff().faults().is_empty());
    }
}

/// A transport that is not polled, and says once that it has mail.
#[mapi_provider(kind = "transport", name = "Pigeon", uid = "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7be0c1")]
struct Pigeon {
    left: AtomicUsize,
}

/// One more than a round of the spooler takes.
const PIGEONS: usize = 1_001;

impl TransportProvider for Pigeon {
    fn logon(logon: &LogonContext<'_, Self>) -> Result<Self> {
        logon.support().new_mail()?;
        Ok(Self { left: AtomicUsize::new(PIGEONS) })
    }
    fn address_types(&self) -> AddressTypes {
        AddressTypes::none()
    }
    fn submit(&self, _: &OutgoingMessage<'_>) -> Result<Submission> {
        Err(Code::NOT_ME.into())
    }
    fn receive(&self, message: &IncomingMessage<'_>) -> Result<()> {
        match self.left.load(Ordering::Relaxed) {
            0 => Ok(()),
            left => {
                self.left.store(left - 1, Ordering::Relaxed);
                // The third is not to be had at first.
                if left == PIGEONS - 2 { Err(Code::NETWORK_ERROR.into()) } else { message.save() }
            }
        }
    }
}

/// SPL-1, XPLOGON-4: what was announced is received to the last message, whatever one round takes.
#[test]
fn mail_that_is_announced_once_is_received_over_several_rounds() {
    let service = Service::named("PIGEON", "pigeon.dll").provider(ProviderEntry::transport("Pigeon"));
    let module = Module::transport(provider_runtime::transport_entry::<Pigeon>());
    let options = Options::new().profile(Profile::empty("pigeons").service(service)).link("pigeon.dll", module);
    let mapi = Mapi::new();
    let mut received = Vec::new();
    mapi.initialize(0).unwrap();
    let session = mapi.log_on(options).unwrap();
    for _ in 0..4 {
        session.mail().run().unwrap();
        received.push(session.mail().take().len());
    }
    assert_eq!(received, [2, PIGEONS - 3, 0, 0]);
    assert!(session.logoff().is_clean());
}
