//! A store.

use super::{Common, Counted, Thing, keep_support, use_support, value, whim};
use crate::world::{chance, here, one_of};
use provider_runtime::prelude::*;

/// A store with a few keys, so that several logons mean one store.
#[mapi_provider(kind = "store", name = "Shelf", uid = "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7bf001", shared = Common)]
pub struct Shelf {
    #[teardown(with = Counted::end)]
    counted: Counted,
    support: Support<Self>,
}

impl StoreProvider for Shelf {
    fn identify(logon: &LogonContext<'_, Self>) -> Result<StoreKey> {
        whim("identify")?;
        if here().is_some_and(|world| world.temper.kinds.is_empty()) {
            return Ok(StoreKey::new(b"a".to_vec())); // the same store each time, as its profile says
        }
        if chance(20) { logon.section_key() } else { Ok(StoreKey::new(vec![fastrand::u8(..3)])) }
    }

    fn logon(logon: &LogonContext<'_, Self>) -> Result<Self> {
        keep_support(logon.support());
        use_support(logon.support());
        whim("logon")?;
        if chance(10) {
            logon.warn("something is odd");
        }
        Ok(Self { counted: Counted::new(), support: logon.support().clone() })
    }

    fn open(&self, entry: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> {
        use_support(&self.support);
        whim("open")?;
        match entry.map(|entry| entry.bytes().to_vec()) {
            None => Ok(Opened::folder(Thing::new())),
            Some(key) if key == b"gone" => Err(Code::NOT_FOUND.into()),
            Some(key) if key.len() == 1 => Ok(Opened::folder(Thing::new())),
            Some(_) => Ok(Opened::message(Thing::new())),
        }
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

    fn special_folders(&self) -> Result<SpecialFolders> {
        whim("special_folders")?;
        Ok(SpecialFolders::default().with(SpecialFolder::Outbox, &b"b".to_vec()))
    }

    fn set_receive_folder(&self, _: &str, _: Option<&[u8]>) -> Result<()> {
        whim("set_receive_folder")
    }

    fn set_special_folder(&self, _: SpecialFolder, _: &[u8]) -> Result<()> {
        whim("set_special_folder")
    }

    fn queue(&self) -> Option<&dyn Queue> {
        Some(self)
    }

    fn tags(&self) -> Vec<PropTag> {
        let _ = whim("tags");
        vec![super::KEPT, super::KEPT_BYTES]
    }

    fn get(&self, tag: PropTag) -> Result<PropValue> {
        value(tag)
    }

    fn set(&self, _: &[Property]) -> Result<()> {
        let _ = &self.counted;
        let _ = self.support.ready_to_send();
        whim("set")
    }
}

impl Queue for Shelf {
    fn keys(&self) -> Result<Vec<Vec<u8>>> {
        whim("queue.keys")?;
        Ok(if chance(50) { vec![b"sibling".to_vec(), b"am\x01".to_vec()] } else { Vec::new() })
    }

    fn remove(&self, _: &[u8]) -> Result<()> {
        whim("queue.remove")
    }
}
