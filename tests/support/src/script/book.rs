//! An address book whose author's code is a script, as the store's in `store.rs`.

use super::store::Ended;
use super::{SCRIPT, Script, script_named};
use provider_runtime::__private::Declared;
use provider_runtime::prelude::*;
use provider_runtime::session::ProviderEntry;

/// The property of the profile section that gives the address book another UID: sixteen bytes.
pub const OWN_UID: Tag<[u8]> = Tag::new(0x6612);

/// An address book of three people; its methods are a script. Entry 2 is there, entry 9 is gone,
/// entry 70 is a sibling's.
#[mapi_provider(kind = "address_book", name = "Scripted book", uid = "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7be002")]
pub struct ScriptedBook {
    #[teardown(with = Ended::end)]
    ended: Ended,
    support: Support<Self>,
    uid: Uid,
    name: String,
}

impl Script {
    /// An address book of a profile that leads a logon here, under a display name.
    #[must_use]
    pub fn book(&self, display_name: &str) -> ProviderEntry {
        ProviderEntry::address_book(display_name).with(SCRIPT, self.name.as_str())
    }
}

impl ScriptedBook {
    /// MAPI's support object for this logon.
    #[must_use]
    pub fn support(&self) -> &Support<Self> {
        &self.support
    }
}

impl AddressBookProvider for ScriptedBook {
    fn configure(service: &ServiceContext<'_, Self>) -> Result<()> {
        let name = service.section(Access::Read)?.text(SCRIPT)?;
        script_named(name.as_deref())?.run("configure", None)
    }

    fn logon(logon: &LogonContext<'_, Self>) -> Result<Self> {
        let section = logon.section(Access::Read)?;
        let script = script_named(section.text(SCRIPT)?.as_deref())?;
        script.run("logon", None)?;
        let own = section.get(OWN_UID)?;
        let uid = own.as_ref().and_then(|uid| uid.as_binary()?.try_into().ok()).map_or(Self::UID, Uid::new);
        let name = section.text(tags::DISPLAY_NAME)?.unwrap_or_default();
        Ok(Self { ended: Ended(script), support: logon.support().clone(), uid, name })
    }

    fn open(&self, entry: Option<EntryId<'_>>, _: Access) -> Result<OpenedAddress<Self>> {
        self.ended.0.run("open", None)?;
        match entry.map(|entry| entry.key::<u32>()).transpose()? {
            None => Ok(OpenedAddress::container(Everybody)),
            Some(person @ 1..=3) => Ok(OpenedAddress::mail_user(Person(person))),
            Some(9) => Err(Code::NOT_FOUND.into()),
            Some(_) => Err(Code::UNKNOWN_ENTRYID.into()),
        }
    }

    fn uid(&self) -> Uid {
        self.uid
    }

    fn interrupt(&self) {
        let _ = self.ended.0.run("interrupt", None);
    }

    fn persist(&self) -> Result<()> {
        self.ended.0.run("persist", None)
    }

    fn before_logoff(&self) -> Result<()> {
        self.ended.0.run("before_logoff", None)
    }

    fn fast_shutdown(&self) -> FastShutdown {
        self.ended.0.run("fast_shutdown", None).map_or(FastShutdown::Refused, |()| FastShutdown::Ready)
    }

    fn get(&self, tag: PropTag) -> Result<PropValue> {
        match tag {
            tags::DISPLAY_NAME::ID => Ok(self.name.as_str().into()),
            _ => Err(Code::NOT_FOUND.into()),
        }
    }
}

/// The root.
struct Everybody;
impl Properties<ScriptedBook> for Everybody {}
impl ContainerObject<ScriptedBook> for Everybody {
    fn contents(&self, _: &ScriptedBook) -> Result<Table<ScriptedBook>> {
        let mut table = Table::new([tags::DISPLAY_NAME::ID]);
        table.extend((1..=3_u32).map(|person| Row::of(&person).with(tags::DISPLAY_NAME, format!("person {person}"))));
        Ok(table)
    }
}

/// One of them.
struct Person(u32);
impl Properties<ScriptedBook> for Person {
    fn get(&self, _: &ScriptedBook, tag: PropTag) -> Result<PropValue> {
        match tag {
            tags::DISPLAY_NAME::ID => Ok(format!("person {}", self.0).into()),
            tags::ADDRTYPE::ID => Ok("SMTP".into()),
            tags::EMAIL_ADDRESS::ID => Ok(format!("person{}@example.org", self.0).into()),
            _ => Err(Code::NOT_FOUND.into()),
        }
    }
}
impl MailUserObject<ScriptedBook> for Person {}
