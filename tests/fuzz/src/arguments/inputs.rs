//! What a method reads: numbers, identifiers, texts, lists, objects. Property values are in
//! `values.rs`.
#![allow(unsafe_code, reason = "arguments lead to memory that their counts describe")]

use super::Arguments;
use super::outputs::{Memory, Output};
use crate::author::{KEPT, KEPT_BYTES, UIDS};
use crate::face::{FACES, Face};
use crate::host::{sink, support_object};
use crate::world::{any_error, chance, here, one_of};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::{IID_IMessage, IID_IStream, IID_IUnknown, Iid};
use provider_runtime::abi::param::{In, Out};
use provider_runtime::abi::structs::*;
use provider_runtime::prelude::*;
use provider_runtime::session::Message;
use std::ffi::c_void;
use std::ptr::null_mut;

/// Keys that authors know, and one that they do not.
const KEYS: [&[u8]; 5] = [b"", b"a", b"b", b"sibling", b"gone"];

/// An identifier: right, or not quite, or not at all.
#[must_use]
pub fn any_entry() -> Vec<u8> {
    let uid = match here().map(|world| world.temper.kinds) {
        Some(&[kind]) if chance(85) => UIDS[kind as usize],
        _ => one_of(&UIDS),
    };
    let mut entry = [&[0; 4][..], uid.bytes(), one_of(&KEYS)].concat();
    match fastrand::u32(..10) {
        0 => entry.truncate(fastrand::usize(..entry.len())),
        1 => entry.extend((0..fastrand::usize(..300)).map(|_| fastrand::u8(..))),
        2 => {
            let last = entry.len() - 1;
            entry[fastrand::usize(..24).min(last)] ^= 1 << fastrand::u32(..8);
        }
        3 => entry = (0..fastrand::usize(..40)).map(|_| fastrand::u8(..)).collect(),
        _ => {}
    }
    entry
}

impl Arguments<'_> {
    /// Keeps memory until the call is settled: where it is, one byte off in one of four.
    fn keep_bytes(&mut self, bytes: &[u8], may_be_odd: bool) -> *const u8 {
        let offset = usize::from(may_be_odd && chance(25));
        let memory: Box<[u8]> = (0..offset).map(|_| 0).chain(bytes.iter().copied()).collect();
        let start = memory.as_ptr().wrapping_add(offset);
        self.kept.push(Box::new(memory));
        start
    }

    /// Keeps whole words.
    fn keep_words<T, U>(&mut self, words: Vec<T>) -> In<'static, U>
    where
        T: 'static,
    {
        let words = words.into_boxed_slice();
        let start = words.as_ptr();
        self.kept.push(Box::new(words));
        // SAFETY: O3: what it is made of stays until the call has returned.
        unsafe { In::from_raw(start.cast()) }
    }

    /// Keeps something that arguments lead to.
    pub(super) fn keep<T: 'static>(&mut self, values: Vec<T>) -> *mut T {
        let mut values = values.into_boxed_slice();
        let start = values.as_mut_ptr();
        self.kept.push(Box::new(values));
        start
    }

    /// An error or a success.
    pub fn code(&mut self) -> Code {
        if chance(20) { Code::OK } else { any_error() }
    }

    /// Flags: none, known ones, unknown ones.
    pub fn flags(&mut self) -> u32 {
        match fastrand::u32(..8) {
            0..2 => 0,
            2..4 => one_of(&[MAPI_MODIFY, MAPI_BEST_ACCESS, MAPI_BEST_ACCESS, MAPI_DEFERRED_ERRORS]),
            4 => MAPI_UNICODE,
            5 => MAPI_UNICODE | MAPI_MODIFY,
            6 => 1 << fastrand::u32(..32),
            _ => fastrand::u32(..) & fastrand::u32(..),
        }
    }

    /// A number.
    pub fn number(&mut self) -> u32 {
        one_of(&[0, 1, 2, 3, 7, 1000, 0x7FFF_FFFF, 0x8000_0000, u32::MAX, fastrand::u32(..)])
    }

    /// A number that may be below zero.
    pub fn signed(&mut self) -> i32 {
        one_of(&[0, 1, 2, 10, -1, -3, 1000, i32::MAX, i32::MIN])
    }

    /// A window, a bookmark, a connection, a reference.
    pub fn word(&mut self) -> usize {
        one_of(&[0, 1, 2, 3, 4, 5, usize::MAX, fastrand::usize(..10)])
    }

    /// Which events.
    pub fn events(&mut self) -> u32 {
        one_of(&[0, fnevObjectModified, 0x0000_03FC, u32::MAX, fnevTableModified, fnevCriticalError])
    }

    /// The length of an identifier, which is the next argument.
    pub fn length(&mut self) -> u32 {
        let entry = any_entry();
        self.bytes = match fastrand::u32(..8) {
            0..2 => (std::ptr::null(), 0),
            2 => (std::ptr::null(), fastrand::u32(..64)),
            _ => (self.keep_bytes(&entry, true), entry.len() as u32),
        };
        self.bytes.1
    }

    /// The identifier, or other bytes, whose length was the argument before.
    pub fn bytes<T>(&mut self) -> In<'static, T> {
        // SAFETY: O3: null, or as many bytes as were said, which stay until the call has returned.
        unsafe { In::from_raw(self.bytes.0.cast()) }
    }

    /// An interface.
    pub fn iid(&mut self) -> In<'static, Iid> {
        let iid = match fastrand::u32(..6) {
            0..3 => return In::null(),
            3 => Iid(std::array::from_fn(|_| fastrand::u8(..))),
            4 => IID_IUnknown,
            _ => one_of(FACES).0,
        };
        let start = self.keep_bytes(&iid.0, true);
        // SAFETY: O3: sixteen bytes, which stay until the call has returned.
        unsafe { In::from_raw(start.cast()) }
    }

    /// Interfaces, as many as [`few`](Self::few) said.
    pub fn iids(&mut self, count: u32) -> In<'static, Iid> {
        let iids = (0..count).map(|_| one_of(FACES).0).collect();
        if count == 0 { In::null() } else { self.keep_words::<Iid, _>(iids) }
    }

    /// A small number.
    pub fn few(&mut self) -> u32 {
        fastrand::u32(..4)
    }

    /// Tags, after their count.
    pub fn tags(&mut self) -> In<'static, SPropTagArray> {
        if chance(25) {
            return In::null();
        }
        let count = fastrand::u32(..6);
        let words = std::iter::once(count).chain((0..count).map(|_| super::values::any_tag().0)).collect::<Vec<_>>();
        self.keep_words(words)
    }

    /// Columns to sort by.
    pub fn sort_order(&mut self) -> In<'static, SSortOrderSet> {
        let count = fastrand::u32(..4);
        let categories = one_of(&[0, 0, 1, count, u32::MAX]);
        let mut words = vec![count, categories, one_of(&[0, 1, categories])];
        words.extend((0..count).flat_map(|_| [super::values::any_tag().0, fastrand::u32(..4)]));
        if chance(20) { In::null() } else { self.keep_words(words) }
    }

    /// A restriction: that something exists, alone or in others.
    pub fn restriction<T>(&mut self) -> In<'static, T> {
        if chance(25) {
            return In::null();
        }
        let exist = |tag: u32| [8_usize, usize::try_from(u64::from(tag) << 32).unwrap_or_default(), 0, 0];
        let leaf = exist(super::values::any_tag().0);
        let whole = match fastrand::u32(..3) {
            0 => leaf,
            1 => [2, 0, self.keep(vec![leaf]).addr(), 0],
            _ => [fastrand::usize(..2), 1, self.keep(vec![leaf]).addr(), 0],
        };
        self.keep_words(vec![whole])
    }

    /// Identifiers.
    pub fn entries(&mut self) -> In<'static, SBinaryArray> {
        if chance(20) {
            return In::null();
        }
        let entries = (0..fastrand::usize(..4)).map(|_| {
            let entry = any_entry();
            let lpb = self.keep_bytes(&entry, true).cast_mut();
            SBinary { cb: entry.len() as u32, lpb }
        });
        let entries: Vec<_> = entries.collect();
        let c_values = entries.len() as u32;
        let lpbin = if c_values == 0 { null_mut() } else { self.keep(entries) };
        self.keep_words(vec![SBinaryArray { c_values, lpbin }])
    }

    /// Recipients, each with values of any kind.
    pub fn new_recipients(&mut self) -> In<'static, ADRLIST> {
        let count = self.few();
        let mut words = vec![u64::from(count)];
        for _ in 0..count {
            let few = self.few();
            let values = self.values(few);
            words.extend([u64::from(few) << 32, values.raw() as u64]);
        }
        self.keep_words(words)
    }

    /// How recipients change.
    pub fn change(&mut self) -> u32 {
        one_of(&[0, MODRECIP_ADD, MODRECIP_MODIFY, MODRECIP_REMOVE])
    }

    /// What is written into a stream.
    pub fn written(&mut self, length: u32) -> In<'static, u8> {
        self.keep_words(vec![7_u8; length as usize])
    }

    /// A property that a stream may be opened over.
    pub fn streamed(&mut self) -> u32 {
        one_of(&[tags::BODY::ID, tags::ATTACH_DATA_BIN::ID, KEPT, KEPT_BYTES]).0
    }

    /// `IStream`
    pub fn stream_iid(&mut self) -> In<'static, Iid> {
        In::from(&IID_IStream)
    }

    /// `IMessage`
    pub fn message_iid(&mut self) -> In<'static, Iid> {
        In::from(&IID_IMessage)
    }

    /// A UID, of sections and of nobody.
    pub fn uid(&mut self) -> In<'static, MAPIUID> {
        let start = self.keep_bytes(one_of(&UIDS).bytes(), true);
        // SAFETY: O3: sixteen bytes, which stay until the call has returned.
        if chance(30) { In::null() } else { unsafe { In::from_raw(start.cast()) } }
    }

    /// The length of a store's identifier, which is the next argument: `None` without one.
    pub fn store_length(&mut self) -> u32 {
        let entry = self.world.store_entry();
        self.bytes = (self.keep_bytes(&entry, true), entry.len() as u32);
        self.bytes.1
    }

    /// A text that ends with a zero in either width.
    pub fn text(&mut self) -> In<'static, c_void> {
        let text = one_of(&["", "MMPF", "IPM.Note", "IPM", "Größe", "a rather long name of something"]);
        let units = text.encode_utf16().chain([0, 0]).collect::<Vec<_>>();
        if chance(25) { In::null() } else { self.keep_words(units) }
    }

    /// Names of properties, as many as the count says.
    pub fn names(&mut self, count: u32) -> In<'static, *const MAPINAMEID> {
        let names = (0..count).map(|_| {
            let lpguid = self.keep(vec![one_of(FACES).0]);
            let name = self.keep("name".encode_utf16().chain([0]).collect());
            let (kind, value) =
                if chance(50) { (0, NameIdUnion { id: fastrand::i32(..) }) } else { (1, NameIdUnion { name }) };
            self.keep(vec![MAPINAMEID { lpguid, kind, value }]).cast_const()
        });
        let names: Vec<_> = names.collect();
        if count == 0 { In::null() } else { self.keep_words(names) }
    }

    /// A sink, which lives on if the callee keeps it.
    pub fn sink(&mut self) -> *mut c_void {
        if chance(10) {
            return null_mut();
        }
        let held = sink::new(self.world);
        let raw = held.raw();
        self.objects.push(held);
        raw
    }

    /// A support object of its own for a logon.
    pub fn support(&mut self) -> *mut c_void {
        if chance(4) {
            return null_mut();
        }
        let held = support_object::new(self.world);
        let raw = held.raw();
        self.objects.push(held);
        raw
    }

    /// Something of the client's that has properties.
    pub fn object(&mut self) -> *mut c_void {
        self.any_object(|face| matches!(face, Face::Prop | Face::Folder | Face::Message | Face::Store))
    }

    /// Something of the client's.
    fn any_object(&mut self, is_wanted: impl Fn(Face) -> bool) -> *mut c_void {
        let held = if chance(30) { None } else { self.world.another(is_wanted) };
        let Some(held) = held else { return null_mut() };
        let raw = held.raw();
        self.objects.push(held);
        raw
    }

    /// A message: MAPI's, or a store's.
    pub fn message(&mut self) -> *mut c_void {
        if chance(15) {
            return self.any_object(|face| face == Face::Message);
        }
        let mut message = Message::new().with(tags::SUBJECT, "Lunch?");
        for _ in 0..fastrand::u32(..4) {
            message = message.to("Ann", "SMTP", "ann@example.org");
        }
        for size in 0..fastrand::usize(..3) {
            message = message.attachment(vec![Property::new(tags::ATTACH_DATA_BIN, vec![7_u8; size * 5000])]);
        }
        let lent = message.lend(self.world.session.memory());
        let raw = lent.as_raw();
        self.messages.push(lent);
        raw
    }

    /// Nobody shows progress.
    pub fn progress(&mut self) -> *mut c_void {
        null_mut()
    }

    /// Recipients in MAPI's memory, of which the callee may exchange the values.
    pub fn recipients(&mut self) -> Out<'static, ADRLIST> {
        if chance(20) {
            return Out::null();
        }
        let count = fastrand::usize(..4);
        let list = self.memory.block(4 + 4 + count * size_of::<ADRENTRY>());
        if list.is_null() {
            return Out::null();
        }
        let mut entries = Vec::new();
        for _ in 0..count {
            let (prop_vals, c_values) = self.row_of_its_own();
            entries.push(ADRENTRY { reserved1: 0, c_values, prop_vals });
        }
        // SAFETY: M1: a block with room for the count and as many entries.
        unsafe { list.cast::<u32>().write(count as u32) };
        let first = list.cast::<u8>().wrapping_add(std::mem::offset_of!(ADRLIST, entries)).cast::<ADRENTRY>();
        // SAFETY: M1: as above.
        unsafe { first.copy_from_nonoverlapping(entries.as_ptr(), count) };
        self.outputs.push(Output::memory_of(list, Memory::Recipients));
        // SAFETY: O3: it stays until it is settled.
        unsafe { Out::from_raw(list.cast()) }
    }

    /// Room for the state of as many recipients.
    pub fn states(&mut self) -> Out<'static, FlagList> {
        let count = fastrand::u32(..4);
        let words = std::iter::once(count).chain((0..count).map(|_| fastrand::u32(..3))).collect::<Vec<_>>();
        let start = self.keep(words);
        // SAFETY: O3: the count, and as many words; it stays until the call has returned.
        if chance(20) { Out::null() } else { unsafe { Out::from_raw(start.cast()) } }
    }
}
