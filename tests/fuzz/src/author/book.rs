//! An address book.

use super::{Common, Counted, Thing, keep_support, use_support, value, whim};
use crate::world::{chance, one_of};
use provider_runtime::prelude::*;

/// An address book that does not know its siblings' entries.
#[mapi_provider(kind = "address_book", name = "Book", uid = "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7bf002", shared = Common)]
pub struct Book {
    #[teardown(with = Counted::end)]
    counted: Counted,
    support: Support<Self>,
    is_first: bool,
}

impl AddressBookProvider for Book {
    fn logon(logon: &LogonContext<'_, Self>) -> Result<Self> {
        keep_support(logon.support());
        use_support(logon.support());
        whim("logon")?;
        if chance(10) {
            logon.warn("something is odd");
        }
        Ok(Self { counted: Counted::new(), support: logon.support().clone(), is_first: chance(50) })
    }

    fn open(&self, entry: Option<EntryId<'_>>, _: Access) -> Result<OpenedAddress<Self>> {
        use_support(&self.support);
        whim("open")?;
        match entry.map(|entry| entry.bytes().to_vec()) {
            None if chance(5) => Ok(OpenedAddress::mail_user(Thing::new())), // which is wrong
            None => Ok(OpenedAddress::container(Thing::new())),
            Some(key) if key == b"gone" => Err(Code::NOT_FOUND.into()),
            Some(key) if key == b"sibling" && self.is_first => Err(Code::UNKNOWN_ENTRYID.into()),
            Some(key) if key.len() == 1 => Ok(OpenedAddress::container(Thing::new())),
            Some(_) => Ok(OpenedAddress::mail_user(Thing::new())),
        }
    }

    fn uid(&self) -> Uid {
        let _ = whim("uid");
        one_of(&[Self::UID_OF_ALL, Self::UID_OF_ALL, Uid::new([5; 16])])
    }

    fn interrupt(&self) {
        let _ = whim("interrupt");
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

    fn get(&self, tag: PropTag) -> Result<PropValue> {
        value(tag)
    }

    fn set(&self, _: &[Property]) -> Result<()> {
        let _ = &self.counted;
        whim("set")
    }
}

impl Book {
    const UID_OF_ALL: Uid = <Self as provider_runtime::__private::Declared>::UID;
}
