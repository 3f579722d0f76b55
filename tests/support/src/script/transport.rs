//! A transport whose author's code is a script, as the store's in `store.rs`.

use super::store::Ended;
use super::{SCRIPT, Script, lock, script_named};
use provider_runtime::prelude::*;
use provider_runtime::session::{Message, ProviderEntry};
use std::sync::Arc;

/// The property of the profile section that says which address types a transport handles:
/// `SMTP,FAX`, `*` for every type, nothing for none.
pub const TYPES: Tag<str> = Tag::new(0x6613);
/// The property of the profile section that says whose identifiers a transport handles: sixteen
/// bytes.
pub const ITS_UID: Tag<[u8]> = Tag::new(0x6614);
/// The property of the profile section that says who the user is: PR_IDENTITY_ENTRYID.
pub const IDENTITY: Tag<[u8]> = Tag::new(0x6615);

/// A message to one recipient, of a type that a scripted transport handles.
#[must_use]
pub fn to_ann() -> Message {
    Message::new().with(tags::SUBJECT, "Lunch").to("Ann", "SMTP", "ann@example.org")
}

/// A transport whose methods are a script: `logon`, `address_types`, `submit`, `poll`, `receive`,
/// `idle`, `changed`, `abort_deferred`, `interrupt`, `persist`, `before_logoff`, `end`. By default
/// it takes every message for all its recipients, and has none to deliver.
#[mapi_provider(kind = "transport", name = "Scripted post", uid = "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7be003")]
pub struct ScriptedPost {
    #[teardown(with = Ended::end)]
    ended: Ended,
    support: Support<Self>,
    identity: Option<Vec<u8>>,
}

type Sends = Arc<dyn Fn(&ScriptedPost, &OutgoingMessage<'_>) -> Result<Submission> + Send + Sync>;
type Receives = Arc<dyn Fn(&ScriptedPost, &IncomingMessage<'_>) -> Result<()> + Send + Sync>;
type Types = Arc<dyn Fn() -> AddressTypes + Send + Sync>;

/// What a scripted transport does with messages.
#[derive(Default)]
pub(crate) struct Posting {
    sends: Option<Sends>,
    receives: Option<Receives>,
    types: Option<Types>,
    waiting: usize,
}

impl Script {
    /// A transport of a profile that leads a logon here, for addresses of type SMTP, under a
    /// display name.
    #[must_use]
    pub fn post(&self, display_name: &str) -> ProviderEntry {
        ProviderEntry::transport(display_name).with(SCRIPT, self.name.as_str()).with(TYPES, "SMTP")
    }

    /// What becomes of a message that is submitted.
    pub fn sends(
        &self,
        sends: impl Fn(&ScriptedPost, &OutgoingMessage<'_>) -> Result<Submission> + Send + Sync + 'static,
    ) {
        lock(&self.posting).sends = Some(Arc::new(sends));
    }

    /// What is in a message that is received.
    pub fn receives(
        &self,
        receives: impl Fn(&ScriptedPost, &IncomingMessage<'_>) -> Result<()> + Send + Sync + 'static,
    ) {
        lock(&self.posting).receives = Some(Arc::new(receives));
    }

    /// Which recipients it handles from now on, whatever its section says.
    pub fn handles(&self, types: impl Fn() -> AddressTypes + Send + Sync + 'static) {
        lock(&self.posting).types = Some(Arc::new(types));
    }

    /// How many messages wait to be received.
    pub fn waits(&self, messages: usize) {
        lock(&self.posting).waiting = messages;
    }
}

impl ScriptedPost {
    /// MAPI's support object for this logon.
    #[must_use]
    pub fn support(&self) -> &Support<Self> {
        &self.support
    }

    /// The script.
    #[must_use]
    pub fn script(&self) -> &Arc<Script> {
        &self.ended.0
    }

    fn run(&self, method: &'static str) -> Result<()> {
        self.ended.0.run(method, None)
    }

    fn types(&self) -> Result<AddressTypes> {
        let section = self.support.section(Access::Read)?;
        let types = section.text(TYPES)?.unwrap_or_default();
        let types = match types.as_str() {
            "*" => AddressTypes::every(),
            "" => AddressTypes::none(),
            types => AddressTypes::of(types.split(',')),
        };
        let uid = section.get(ITS_UID)?.and_then(|uid| uid.as_binary()?.try_into().ok());
        Ok(uid.map(Uid::new).map_or(types.clone(), |uid| types.uid(uid)))
    }
}

impl TransportProvider for ScriptedPost {
    const POLLS: bool = true;
    const IDLES: bool = true;

    fn logon(logon: &LogonContext<'_, Self>) -> Result<Self> {
        let section = logon.section(Access::Read)?;
        let script = script_named(section.text(SCRIPT)?.as_deref())?;
        script.run("logon", None)?;
        if !logon.may_connect() {
            return Err(Error::new(Code::LOGON_FAILED, "there is no offline mode"));
        }
        let identity = section.get(IDENTITY)?.and_then(|entry| entry.as_binary().map(<[u8]>::to_vec));
        Ok(Self { ended: Ended(script), support: logon.support().clone(), identity })
    }

    fn address_types(&self) -> AddressTypes {
        let _ = self.run("address_types");
        let scripted = lock(&self.ended.0.posting).types.clone();
        scripted.map_or_else(|| self.types().unwrap_or_else(|_| AddressTypes::none()), |types| types())
    }

    fn submit(&self, message: &OutgoingMessage<'_>) -> Result<Submission> {
        self.run("submit")?;
        let sends = lock(&self.ended.0.posting).sends.clone();
        match sends {
            Some(sends) => sends(self, message),
            None => message.accept_all().map(|()| Submission::Sent),
        }
    }

    fn poll(&self) -> Result<bool> {
        self.run("poll")?;
        Ok(lock(&self.ended.0.posting).waiting > 0)
    }

    fn receive(&self, message: &IncomingMessage<'_>) -> Result<()> {
        self.run("receive")?;
        let receives = {
            let mut posting = lock(&self.ended.0.posting);
            posting.waiting = posting.waiting.saturating_sub(1);
            posting.receives.clone()
        };
        receives.map_or(Ok(()), |receives| receives(self, message))
    }

    fn idle(&self) -> Result<()> {
        self.run("idle")
    }

    fn changed(&self, traffic: Traffic) -> Result<()> {
        self.ended.0.say(format!("in {} out {}", traffic.is_inbound(), traffic.is_outbound()));
        self.run("changed")
    }

    fn abort_deferred(&self, entry: &[u8]) -> Result<()> {
        self.ended.0.say(format!("aborts {} bytes", entry.len()));
        self.run("abort_deferred")
    }

    fn interrupt(&self, hurry: bool) {
        self.ended.0.say(format!("hurry {hurry}"));
        let _ = self.run("interrupt");
    }

    fn identity(&self) -> Option<Identity> {
        let entry = self.identity.clone()?;
        Some(Identity { name: "Me".into(), entry, search_key: b"SMTP:ME@EXAMPLE.ORG\0".to_vec() })
    }

    fn persist(&self) -> Result<()> {
        self.run("persist")
    }

    fn before_logoff(&self) -> Result<()> {
        self.run("before_logoff")
    }

    fn fast_shutdown(&self) -> FastShutdown {
        self.run("fast_shutdown").map_or(FastShutdown::Refused, |()| FastShutdown::Ready)
    }
}
