//! A transport.

use super::{Common, Counted, KEPT, keep_support, use_support, whim};
use crate::world::{chance, one_of};
use provider_runtime::prelude::*;
use std::io::{Read, Write};
use std::time::Duration;

/// A transport that reads and writes of a message what comes to its mind.
#[mapi_provider(kind = "transport", name = "Post", uid = "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7bf003", shared = Common)]
pub struct Post {
    #[teardown(with = Counted::end)]
    counted: Counted,
    support: Support<Self>,
}

impl TransportProvider for Post {
    const POLLS: bool = true;
    const IDLES: bool = true;

    fn logon(logon: &LogonContext<'_, Self>) -> Result<Self> {
        keep_support(logon.support());
        use_support(logon.support());
        whim("logon")?;
        if chance(10) {
            logon.warn("something is odd");
        }
        Ok(Self { counted: Counted::new(), support: logon.support().clone() })
    }

    fn address_types(&self) -> AddressTypes {
        let _ = whim("address_types");
        let own = Uid::new([fastrand::u8(..3); 16]);
        match fastrand::u32(..4) {
            0 => AddressTypes::every(),
            1 => AddressTypes::none().uid(own),
            _ => AddressTypes::of(one_of(&[&["SMTP"][..], &["SMTP", "FAX"], &["", "X"]]).iter().copied()).uid(own),
        }
    }

    fn submit(&self, message: &OutgoingMessage<'_>) -> Result<Submission> {
        use_support(&self.support);
        for _ in 0..fastrand::u32(..4) {
            read(message)?;
            whim("submit")?;
        }
        let a_while = Duration::from_secs(3);
        Ok(one_of(&[
            Submission::Sent,
            Submission::Later,
            Submission::Again,
            Submission::Deferred,
            Submission::Wait(a_while),
            Submission::Unreachable(a_while),
        ]))
    }

    fn poll(&self) -> Result<bool> {
        whim("poll")?;
        Ok(chance(50))
    }

    fn receive(&self, message: &IncomingMessage<'_>) -> Result<()> {
        use_support(&self.support);
        for _ in 0..fastrand::u32(..4) {
            write(message)?;
            whim("receive")?;
        }
        Ok(())
    }

    fn idle(&self) -> Result<()> {
        let _ = self.support.ready_to_send();
        whim("idle")
    }

    fn changed(&self, traffic: Traffic) -> Result<()> {
        let _ = (traffic.is_inbound(), &self.counted);
        whim("changed")
    }

    fn abort_deferred(&self, _: &[u8]) -> Result<()> {
        whim("abort_deferred")
    }

    fn interrupt(&self, _: bool) {
        let _ = whim("interrupt");
    }

    fn name(&self) -> Option<String> {
        let _ = whim("name");
        chance(50).then(|| "Post".into())
    }

    fn identity(&self) -> Option<Identity> {
        let _ = whim("identity");
        chance(50).then(|| Identity { name: "Me".into(), entry: vec![3; 30], search_key: b"SMTP:ME@X\0".to_vec() })
    }

    fn persist(&self) -> Result<()> {
        whim("persist")
    }

    fn before_logoff(&self) -> Result<()> {
        use_support(&self.support);
        whim("before_logoff")
    }

    fn fast_shutdown(&self) -> FastShutdown {
        let _ = whim("fast_shutdown");
        one_of(&[FastShutdown::Ready, FastShutdown::Refused])
    }
}

/// Something that can be done with a message that goes out.
fn read(message: &OutgoingMessage<'_>) -> Result<()> {
    match fastrand::u32(..9) {
        0 => drop((message.text(tags::SUBJECT)?, message.get(KEPT)?)),
        1 => {
            for recipient in message.recipients()? {
                let recipient = recipient?;
                if chance(50) {
                    message.accept(std::slice::from_ref(&recipient))?;
                } else {
                    message.refuse(&recipient, &Error::new(Code::NOT_FOUND, "no such box"))?;
                }
            }
        }
        2 => message.accept_all()?,
        3 => {
            for row in message.attachments()? {
                let attachment = message.attachment(row?.number().unwrap_or_default())?;
                drop(attachment.bytes(tags::ATTACH_DATA_BIN)?);
                let mut some = [0; 100];
                let _ = attachment.stream(tags::ATTACH_DATA_BIN)?.read(&mut some);
            }
        }
        4 => drop(message.entry()?),
        5 => message.yield_now()?,
        6 => message.save()?,
        7 => _ = (message.is_cancelled(), message.is_deferred()),
        _ => drop(message.all_recipients()?.next()),
    }
    Ok(())
}

/// Something that can be done with a message that comes in.
fn write(message: &IncomingMessage<'_>) -> Result<()> {
    match fastrand::u32(..6) {
        0 => message.set(&[Property::new(tags::SUBJECT, "Rain"), Property::new(KEPT, "kept")])?,
        1 => {
            let mut body = message.stream(tags::BODY)?;
            let _ = body.write_all(&[b'a', 0, b'b', 0]).and_then(|()| body.flush());
        }
        2 => message.add_recipients(&[Recipient::new(RecipientKind::To, "Ann", "SMTP", "ann@x")])?,
        3 => {
            let attachment = message.add_attachment(&[Property::new(KEPT, "kept")])?;
            let _ = attachment.stream(tags::ATTACH_DATA_BIN)?.write_all(&[7; 3000]);
            attachment.save()?;
        }
        4 => message.yield_now()?,
        _ => message.save()?,
    }
    Ok(())
}
