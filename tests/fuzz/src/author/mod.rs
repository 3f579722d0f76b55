//! Authors whose methods do anything that safe code may: they fail, panic, call MAPI, keep their
//! support handles for later, and are the way into the provider again. One file a kind.

mod book;
mod post;
mod shelf;

pub use book::Book;
pub use post::Post;
pub use shelf::Shelf;

use crate::world::{World, any_error, chance, here, one_of, trace};
use provider_runtime::prelude::*;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// A text of everything.
pub const KEPT: PropTag = PropTag(0x6611_001F);
/// Bytes of everything.
pub const KEPT_BYTES: PropTag = PropTag(0x6612_0102);
/// Several texts of everything.
pub const KEPT_TEXTS: PropTag = PropTag(0x6613_101F);

/// The UIDs of the three, and one of nobody.
pub const UIDS: [Uid; 4] = [
    <Shelf as provider_runtime::__private::Declared>::UID,
    <Book as provider_runtime::__private::Declared>::UID,
    <Post as provider_runtime::__private::Declared>::UID,
    Uid::new([5; 16]),
];

/// What an author panics with: nobody prints it.
pub struct Whim;

/// Counts as long as it is there.
pub(crate) struct Counted(Option<Arc<World>>);

impl Counted {
    pub(crate) fn new() -> Self {
        let world = here();
        if let Some(world) = &world {
            world.values.fetch_add(1, Ordering::SeqCst);
        }
        Self(world)
    }

    /// A field's end.
    pub(crate) fn end(self) -> Result<()> {
        whim("a field's end")
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        if let Some(world) = &self.0 {
            world.values.fetch_sub(1, Ordering::SeqCst);
            world.come_again();
        }
    }
}

/// What happens in every method of an author's: perhaps a call in again, an error, a panic.
pub(crate) fn whim(method: &str) -> Result<()> {
    let Some(world) = here() else { return Ok(()) };
    world.come_again();
    if chance(world.temper.failures) {
        trace(|| format!("{method} fails"));
        if chance(25) {
            std::panic::panic_any(Whim);
        }
        return Err(any_error().into());
    }
    Ok(())
}

/// Something that every support handle can do.
pub(crate) fn use_support<P: provider_runtime::__private::Declared>(support: &Support<P>) {
    match fastrand::u32(..8) {
        0 => drop(support.set_status(one_of(&[Status::Offline, Status::Available, Status::Failure]))),
        1 => drop(support.new_uid()),
        2 => drop(support.entry_id(&1_u32)),
        // Rarely: a report has all open tables read again, which opens objects, which may report.
        3 if chance(5) => drop(support.notify(&Event::modified(&1_u32, ObjectKind::Message))),
        4 => {
            let Ok(section) = support.section(one_of(&[Access::Read, Access::Write, Access::Best])) else { return };
            drop((section.text(KEPT), section.get(tags::PROVIDER_UID)));
            drop(section.set(&[Property::new(KEPT, "kept")]));
        }
        5 => _ = support.has_ended(),
        _ => {}
    }
}

/// A handle for calls after everything.
pub(crate) fn keep_support<P: provider_runtime::__private::Declared>(support: &Support<P>)
where
    Support<P>: Send,
{
    let (Some(world), true) = (here(), chance(30)) else { return };
    let support = support.clone();
    world.later(move || use_support(&support));
}

/// A property of anything.
pub(crate) fn value(tag: PropTag) -> Result<PropValue> {
    whim("get")?;
    match tag {
        KEPT => Ok("of something, with Größe".into()),
        KEPT_BYTES => Ok(vec![7_u8; fastrand::usize(..300)].into()),
        KEPT_TEXTS => Ok(PropValue::Texts(vec!["one".into(), String::new(), "𝄞".into()])),
        tags::SUBJECT::ID => Ok(PropValue::I32(5)), // not what the tag says
        tags::ACCESS_LEVEL::ID => Err(Code::NO_ACCESS.into()),
        _ => Err(Code::NOT_FOUND.into()),
    }
}

/// Rows, of which some lack a column.
pub(crate) fn rows<P: 'static>() -> Result<Table<P>> {
    whim("rows")?;
    let mut table = Table::new([KEPT, KEPT_BYTES, tags::SUBJECT::ID]);
    for number in 0..fastrand::u32(..6) {
        let row = Row::of(&[b'a', number as u8].to_vec()).with(KEPT, format!("row {number}"));
        table.push(if chance(50) { row.with(KEPT_BYTES, vec![number as u8; 9]) } else { row });
    }
    Ok(table)
}

/// What all logons share.
pub struct Common {
    _counted: Counted,
}

impl Shared for Common {
    fn start() -> Result<Self> {
        if chance(5) { Err(any_error().into()) } else { Ok(Self { _counted: Counted::new() }) }
    }

    fn stop(self) -> Result<()> {
        whim("stop")
    }
}

/// An object of any kind.
pub(crate) struct Thing {
    _counted: Counted,
}

impl Thing {
    pub(crate) fn new() -> Self {
        Self { _counted: Counted::new() }
    }
}

impl<P: 'static> Properties<P> for Thing {
    fn tags(&self, _: &P) -> Result<Vec<PropTag>> {
        whim("tags")?;
        Ok(vec![KEPT, KEPT_BYTES, KEPT_TEXTS, tags::SUBJECT::ID])
    }

    fn get(&self, _: &P, tag: PropTag) -> Result<PropValue> {
        value(tag)
    }

    fn set(&self, _: &P, _: &[Property]) -> Result<()> {
        whim("set")
    }

    fn remove(&self, _: &P, _: &[PropTag]) -> Result<()> {
        whim("remove")
    }

    fn save(&self, _: &P) -> Result<()> {
        whim("save")
    }

    fn large(&self, _: &P, tag: PropTag) -> Result<Option<Box<dyn LargeValue<P>>>> {
        whim("large")?;
        Ok(if tag == tags::ATTACH_DATA_BIN { Some(Box::new(Self::new())) } else { None })
    }
}

/// A value that is shorter than it says, from time to time.
impl<P: 'static> LargeValue<P> for Thing {
    fn len(&self) -> u64 {
        100_000
    }

    fn read_at(&self, _: &P, _: u64, buffer: &mut [u8]) -> Result<usize> {
        whim("read_at")?;
        Ok(if chance(5) { 0 } else { buffer.len() })
    }
}

/// The key of something that was made, or moved.
fn new_key() -> Vec<u8> {
    vec![b'a', b'm', fastrand::u8(..3)]
}

impl<P: 'static> FolderObject<P> for Thing {
    fn contents(&self, _: &P) -> Result<Table<P>> {
        rows()
    }

    fn hierarchy(&self, _: &P) -> Result<Table<P>> {
        rows()
    }

    fn create_message(&self, _: &P, changes: &MessageChanges) -> Result<Created<P>> {
        look_at(changes)?;
        Ok(Created::new(&new_key(), Self::new()))
    }

    fn create_folder(&self, _: &P, _: &str, _: &[Property]) -> Result<Vec<u8>> {
        whim("create_folder")?;
        Ok(one_of(&[b"a", b"b"]).to_vec())
    }

    fn delete_message(&self, _: &P, _: &[u8]) -> Result<()> {
        whim("delete_message")
    }

    fn delete_folder(&self, _: &P, _: &[u8]) -> Result<()> {
        whim("delete_folder")
    }

    fn move_message(&self, _: &P, _: &[u8], _: &[u8]) -> Result<Vec<u8>> {
        whim("move_message")?;
        if chance(50) { Ok(new_key()) } else { Err(Code::NO_SUPPORT.into()) }
    }

    fn move_folder(&self, _: &P, _: &[u8], _: &[u8], _: &str) -> Result<Vec<u8>> {
        whim("move_folder")?;
        Ok(b"a".to_vec())
    }
}

/// Reads all that a client has changed.
fn look_at(changes: &MessageChanges) -> Result<()> {
    whim("commit")?;
    for part in changes.parts() {
        let own = part.attachments().iter().map(AttachmentChange::values).chain([part.values()]);
        for large in own.flat_map(ValueChanges::large) {
            std::io::copy(&mut large.reader(), &mut std::io::sink()).or_code(Code::DISK_ERROR)?;
        }
    }
    whim("commit, at its end")
}

impl<P: 'static> MessageObject<P> for Thing {
    fn recipients(&self, _: &P) -> Result<Vec<StoredRecipient>> {
        whim("recipients")?;
        Ok(vec![StoredRecipient::to("Ann", "SMTP", "ann@example.com"); fastrand::usize(..3)])
    }

    fn attachments(&self, _: &P) -> Result<Vec<StoredAttachment>> {
        whim("attachments")?;
        Ok((0..fastrand::u32(..3)).map(|number| StoredAttachment::new(number, 1)).collect())
    }

    fn attachment(&self, _: &P, number: u32) -> Result<Box<dyn AttachmentObject<P>>> {
        whim("attachment")?;
        if number < 3 { Ok(Box::new(Self::new())) } else { Err(Code::NOT_FOUND.into()) }
    }

    fn commit(&self, _: &P, changes: &MessageChanges) -> Result<Box<dyn MessageObject<P>>> {
        look_at(changes)?;
        Ok(Box::new(Self::new()))
    }
}

impl<P: 'static> AttachmentObject<P> for Thing {
    fn embedded(&self, _: &P) -> Result<Box<dyn MessageObject<P>>> {
        whim("embedded")?;
        if chance(50) { Ok(Box::new(Self::new())) } else { Err(Code::NOT_FOUND.into()) }
    }
}

impl<P: 'static> MailUserObject<P> for Thing {}

impl<P: 'static> ContainerObject<P> for Thing {
    fn contents(&self, _: &P) -> Result<Table<P>> {
        rows()
    }

    fn hierarchy(&self, _: &P) -> Result<Table<P>> {
        rows()
    }
}
