//! A store whose author's code is a script. The scripts are in `mod.rs`.

use super::{KEPT, SCRIPT, Script, lock, script_named};
use provider_runtime::__private::Declared;
use provider_runtime::prelude::*;
use std::sync::Arc;

/// A store whose methods are a script.
#[mapi_provider(kind = "store", name = "Scripted", uid = "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7be001")]
pub struct Scripted {
    #[teardown(with = Ended::end)]
    ended: Ended,
    support: Support<Self>,
}

/// The field that tells of its end.
pub(super) struct Ended(pub(super) Arc<Script>);

impl Ended {
    pub(super) fn end(self) -> Result<()> {
        self.0.run("end", None)
    }
}

impl Scripted {
    /// MAPI's support object for this logon.
    #[must_use]
    pub fn support(&self) -> &Support<Self> {
        &self.support
    }

    fn run(&self, method: &'static str) -> Result<()> {
        self.ended.0.run(method, Some(self))
    }
}

fn script_of<P: StoreProvider>(logon: &LogonContext<'_, P>) -> Result<Arc<Script>> {
    let name = logon.section(Access::Read)?.text(SCRIPT)?;
    script_named(name.as_deref())
}

impl StoreProvider for Scripted {
    /// Writes what it is given; then the script.
    fn configure(service: &ServiceContext<'_, Self>) -> Result<()> {
        let name = {
            let section = service.section(Access::Best)?;
            section.set(service.properties())?;
            section.text(SCRIPT)?
        };
        let script = script_named(name.as_deref())?;
        let dialogs = if service.may_show_dialog() { "with dialogs" } else { "silently" };
        script.say(format!("{:?} {dialogs}", service.action()));
        script.run("configure", None)
    }

    fn identify(logon: &LogonContext<'_, Self>) -> Result<StoreKey> {
        script_of(logon)?.run("identify", None)?;
        logon.section_key()
    }

    fn logon(logon: &LogonContext<'_, Self>) -> Result<Self> {
        let script = script_of(logon)?;
        if lock(&script.bodies).contains_key("warn") {
            logon.warn("something is wrong");
        }
        script.run("logon", None)?;
        Ok(Self { ended: Ended(script), support: logon.support().clone() })
    }

    fn open(&self, entry: Option<EntryId<'_>>, _access: Access) -> Result<Opened<Self>> {
        self.run("open")?;
        let script = Arc::clone(&self.ended.0);
        match entry {
            None => Ok(Opened::folder(Thing(script))),
            Some(entry) if entry.bytes() == b"gone" => Err(Code::NOT_FOUND.into()),
            Some(_) => Ok(Opened::message(Thing(script))),
        }
    }

    fn uid(&self) -> Uid {
        let _ = self.run("uid");
        Self::UID
    }

    fn interrupt(&self) {
        let _ = self.run("interrupt");
    }

    fn persist(&self) -> Result<()> {
        self.run("persist")
    }

    fn before_logoff(&self) -> Result<()> {
        self.run("before_logoff")
    }

    fn get(&self, tag: PropTag) -> Result<PropValue> {
        if tag == KEPT {
            self.run("store.get")?;
            return Ok("of the store".into());
        }
        if tag == tags::DISPLAY_NAME {
            self.run("name")?;
        }
        Err(Code::NOT_FOUND.into())
    }

    fn set(&self, _changes: &[Property]) -> Result<()> {
        self.run("store.set")
    }

    fn fast_shutdown(&self) -> FastShutdown {
        self.run("fast_shutdown").map_or(FastShutdown::Refused, |()| FastShutdown::Ready)
    }
}

/// A folder or a message.
struct Thing(Arc<Script>);

impl Drop for Thing {
    fn drop(&mut self) {
        let _ = self.0.run("drop", None);
    }
}

impl Properties<Scripted> for Thing {
    fn tags(&self, store: &Scripted) -> Result<Vec<PropTag>> {
        store.run("tags")?;
        Ok(lock(&self.0.properties).iter().map(|property| property.tag).chain([KEPT.tag()]).collect())
    }

    fn get(&self, store: &Scripted, tag: PropTag) -> Result<PropValue> {
        store.run("get")?;
        let properties = lock(&self.0.properties);
        let known = properties.iter().find(|property| property.tag == tag);
        match known {
            Some(property) => Ok(property.value.clone()),
            None if tag == KEPT => Ok("kept".into()),
            None => Err(Code::NOT_FOUND.into()),
        }
    }

    fn set(&self, store: &Scripted, changes: &[Property]) -> Result<()> {
        store.run("set")?;
        self.0.has(changes);
        Ok(())
    }
}

impl FolderObject<Scripted> for Thing {
    fn contents(&self, store: &Scripted) -> Result<Table<Scripted>> {
        store.run("contents")?;
        let mut table = Table::new([KEPT.tag()]);
        table.extend((0..10_u32).map(|number| Row::of(&number).with(KEPT, format!("row {number}"))));
        Ok(table)
    }
}

/// Who commits it has its new values from then on.
impl MessageObject<Scripted> for Thing {
    fn commit(&self, store: &Scripted, changes: &MessageChanges) -> Result<Box<dyn MessageObject<Scripted>>> {
        store.run("commit")?;
        for part in changes.parts() {
            self.0.has(part.values().set());
        }
        Ok(Box::new(Self(Arc::clone(&self.0))))
    }
}
