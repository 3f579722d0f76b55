//! The store that is measured: messages of twenty properties, no state of its own. Its twin in C++
//! is in `cpp/`.
#![forbid(unsafe_code)]

use provider_runtime::prelude::*;

#[mapi_provider(kind = "store", name = "Bench Store", uid = "0f0e6a94-63a5-4c7e-a2f0-58b1f7c5d2e3")]
struct BenchStore {
    support: Support<Self>,
}

impl StoreProvider for BenchStore {
    fn logon(logon: &LogonContext<'_, Self>) -> Result<Self> {
        Ok(Self { support: logon.support().clone() })
    }

    fn open(&self, entry: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> {
        match entry {
            None => Ok(Opened::folder(Root)),
            Some(entry) => Ok(Opened::message(Message { number: entry.key()? })),
        }
    }

    fn before_logoff(&self) -> Result<()> {
        self.support.set_status(Status::Offline)
    }
}

struct Root;
impl Properties<BenchStore> for Root {}
impl FolderObject<BenchStore> for Root {}

struct Message {
    number: i64,
}

const COUNT: u32 = 20;
const SUBJECT: &str = "A subject of about forty characters, ASCII";
/// The text at place 5.
const ABROAD: &str = "Übersicht: a subject of so many characters";
const BYTES: [u8; 24] = [7; 24];

/// Numbers, texts, bytes and wide numbers, in turn.
fn tag(place: u32) -> PropTag {
    let kind = match place % 4 {
        0 => 0x0003,
        1 => 0x001F,
        2 => 0x0102,
        _ => 0x0014,
    };
    PropTag((0x6700 + place) << 16 | kind)
}

impl MessageObject<BenchStore> for Message {}

impl Properties<BenchStore> for Message {
    fn tags(&self, _: &BenchStore) -> Result<Vec<PropTag>> {
        Ok((0..COUNT).map(tag).collect())
    }

    fn get_many(&self, _: &BenchStore, wanted: &mut Wanted<'_>) -> Result<()> {
        while let Some(next) = wanted.next_tag() {
            let place = u32::from(next.id()).wrapping_sub(0x6700);
            if place >= COUNT || next != tag(place) {
                wanted.fail(next, Code::NOT_FOUND);
                continue;
            }
            match place % 4 {
                0 => wanted.put(next, place as i32 + self.number as i32),
                1 => wanted.text(next, if place == 5 { ABROAD } else { SUBJECT }),
                2 => wanted.binary(next, &BYTES),
                _ => wanted.put(next, self.number),
            }
        }
        Ok(())
    }
}

provider_runtime::export!(store: BenchStore);
