//! The properties of a lent message and of its attachments: one object, whose `Kind` says whose
//! properties it has. The kinds are in `message.rs` and `attachment.rs`, the streams that it opens
//! in `stream.rs`.
#![allow(unsafe_code, reason = "a class is declared, and its object is boxed and freed by hand")]

use super::parts::{Bag, MessageState, Parts};
use super::stream;
use super::tables::Of;
use super::value::{column, put};
use crate::objects;
use crate::process::{InterfaceNames, LentObject, Loan, OwnReference, release_last};
use crate::record::what::process::MisuseKind;
use provider_abi::class::{Class, Count, Receiver};
use provider_abi::com_ptr::ComPtr;
use provider_abi::error::{Error, Result};
use provider_abi::last_error::{LastError, get_last_error};
use provider_abi::lock::lock;
use provider_abi::memory::Allocators;
use provider_abi::params::only;
use provider_abi::prop_object::{PropObject, Properties, Work, opened_for_reading};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::requested::Values;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::i_unknown::IUnknownVtbl;
use provider_abi::shapes::iid::{IID_IMAPITable, IID_ISequentialStream, IID_IStream, Iid};
use provider_abi::shapes::param::Out;
use provider_abi::shapes::structs::MAPIERROR;
use provider_abi::shapes::tag::PropTag;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::Arc;

/// Text and binary values longer than this, in bytes, are had as a stream alone: readers must be
/// ready for it.
pub(super) const LONGEST: usize = 8 * 1024;

/// What a `PropertyObject` is.
pub(super) trait Kind: Send + Sync + Sized + 'static {
    /// Its methods, `IMAPIProp`'s first.
    type Methods: 'static;
    /// What the record calls it.
    const NAME: &'static str;
    const METHODS: &'static Self::Methods;
    /// The ids it answers beside IUnknown's.
    const INTERFACES: &'static [Iid];
    /// What nobody but MAPI sets.
    const COMPUTED: &'static [PropTag];
    /// Its interface, as its own loan names it.
    const NAMES: InterfaceNames;
    /// The tables that stand for properties of it.
    const HAS_TABLES: bool;

    /// What it has beside what is in its bag.
    fn given(parts: &Parts) -> Vec<Property>;

    /// `IMAPIProp::SaveChanges`
    fn save(object: &PropertyObject<Self>) -> Result<()>;
}

/// The message, or one of its attachments.
#[repr(C)]
pub(super) struct PropertyObject<K: Kind> {
    methods: &'static K::Methods,
    count: Count,
    pub(super) state: Arc<MessageState>,
    /// Its working copy.
    pub(super) bag: Arc<Bag>,
    pub(super) is_writable: bool,
    pub(super) kind: K,
    last: LastError,
    loan: Loan,
}

/// An object with one reference, the caller's.
pub(super) fn made<K: Kind>(
    state: &Arc<MessageState>,
    bag: Arc<Bag>,
    is_writable: bool,
    kind: K,
    loan: Loan,
) -> NonNull<PropertyObject<K>> {
    NonNull::from(Box::leak(Box::new(PropertyObject {
        methods: K::METHODS,
        count: Count::one(),
        state: Arc::clone(state),
        bag,
        is_writable,
        kind,
        last: LastError::default(),
        loan,
    })))
}

/// A message, with one reference, its lender's own.
pub(super) fn made_own<K: Kind>(state: &Arc<MessageState>, kind: K, name: &str) -> OwnReference<IUnknownVtbl> {
    let loan = state.quarantine.own_loan(name);
    let object = made(state, Arc::clone(&state.own), true, kind, loan);
    // SAFETY: F1: just made, with its one reference for us; every interface starts with IUnknown.
    let own = unsafe { ComPtr::from_non_null(object.cast()) };
    // SAFETY: F1: alive as long as that reference.
    let object = unsafe { object.as_ref() };
    // SAFETY: S6: the object of this loan, with that reference.
    unsafe { object.loan.own(own) }
}

impl<K: Kind> PropertyObject<K> {
    /// A method: refused once the lender has closed the message; the text of a failure is kept
    /// (LASTERR-1).
    pub(super) fn call(&self, work: impl FnOnce() -> Result<Code>) -> Code {
        if let Some(code) = self.state.faults.strike(K::NAME, "a call") {
            return code;
        }
        if self.state.is_closed() {
            self.loan.tell(K::NAMES.interface, MisuseKind::UsedAfterLoan);
        }
        let done = self.state.check().and_then(|()| work());
        done.unwrap_or_else(|error| self.last.keep(&error))
    }

    fn check_writable(&self) -> Result<()> {
        if self.is_writable { Ok(()) } else { Err(opened_for_reading()) }
    }

    /// Why nobody sets or deletes a property, if so.
    fn refusal(tag: PropTag) -> Option<Code> {
        K::COMPUTED.iter().any(|computed| computed.id() == tag.id()).then_some(Code::COMPUTED)
    }

    fn open_stream(&self, tag: PropTag, flags: u32) -> Result<*mut c_void> {
        let is_writable = flags & MAPI_MODIFY != 0;
        if is_writable {
            self.check_writable()?;
            Self::refusal(tag).map_or(Ok(()), Err)?;
        }
        let bytes = {
            let bag = lock(&self.bag);
            match (column(&bag, tag), flags & MAPI_CREATE != 0) {
                (_, true) => None, // what was there is discarded
                (Some(value), false) => Some(stream::bytes_of(tag, value)?),
                (None, false) => return Err(Code::NOT_FOUND.into()),
            }
        };
        Ok(stream::open(&self.state, &self.bag, tag, is_writable, bytes))
    }
}

// SAFETY: O2: one vtable pointer first; the interfaces of a kind start with the slots of one
// another.
unsafe impl<K: Kind> Class for PropertyObject<K> {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        objects::slot(iid, &[K::INTERFACES], self.state.is_closed())
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed in `made`.
        unsafe { release_last(this) };
    }

    fn refuse(this: Receiver<'_, Self>) -> Code {
        this.call(|| Err(Code::NO_SUPPORT.into()))
    }
}

impl<K: Kind> LentObject for PropertyObject<K> {
    const INTERFACES: &'static [InterfaceNames] = &[K::NAMES];

    fn loan(&self) -> &Loan {
        &self.loan
    }
}

impl<K: Kind> PropObject for PropertyObject<K> {
    fn with_properties(this: Receiver<'_, Self>, work: &mut dyn Work) -> Code {
        this.call(|| {
            let given = this.state.with_parts(|parts| K::given(parts));
            work.run(&mut BagValues { object: &*this, given })
        })
    }

    fn last_error(this: Receiver<'_, Self>, code: Code, flags: u32, error: Out<'_, *mut MAPIERROR>) -> Code {
        this.call(|| get_last_error(&this.last, code, &this.state.memory, flags, "MAPI", error))
    }

    fn save(this: Receiver<'_, Self>, flags: u32) -> Code {
        this.call(|| {
            only(flags, KEEP_OPEN_READONLY | KEEP_OPEN_READWRITE | FORCE_SAVE | MAPI_DEFERRED_ERRORS)?;
            this.check_writable()?;
            K::save(&this).map(|()| Code::OK)
        })
    }

    fn open(
        this: Receiver<'_, Self>,
        tag: PropTag,
        interface: Option<&Iid>,
        options: u32,
        flags: u32,
        opened: Out<'_, *mut c_void>,
    ) -> Code {
        this.call(|| {
            let opened = opened.needed()?;
            let iid = interface.ok_or(Code::INVALID_PARAMETER)?;
            only(flags, MAPI_CREATE | MAPI_MODIFY | MAPI_DEFERRED_ERRORS)?;
            if tag.kind() == PT_UNSPECIFIED || flags & (MAPI_CREATE | MAPI_MODIFY) == MAPI_CREATE {
                return Err(Code::INVALID_PARAMETER.into());
            }
            if let Some(of) = Of::property(tag).filter(|_| K::HAS_TABLES) {
                if *iid != IID_IMAPITable {
                    return Err(Code::INTERFACE_NOT_SUPPORTED.into());
                }
                opened.write(of.open(&this.state, options));
                return Ok(Code::OK);
            }
            if !matches!(tag.kind(), PT_STRING8 | PT_UNICODE | PT_BINARY) {
                return Err(Error::new(Code::NO_SUPPORT, "only text and binary properties are streams"));
            }
            if ![IID_IStream, IID_ISequentialStream].contains(iid) {
                return Err(Code::INTERFACE_NOT_SUPPORTED.into());
            }
            opened.write(this.open_stream(tag, flags)?);
            Ok(Code::OK)
        })
    }
}

/// The properties of an object for one call: what MAPI gives it, and what is in its bag.
struct BagValues<'a, K: Kind> {
    object: &'a PropertyObject<K>,
    given: Vec<Property>,
}

impl<K: Kind> Values for BagValues<'_, K> {
    fn held(&self, tag: PropTag) -> Option<PropValue> {
        column(&self.given, tag).cloned()
    }

    /// What MAPI gives, then what is in the bag alone.
    fn tags(&self) -> Result<Vec<PropTag>> {
        let bag = lock(&self.object.bag);
        let own = bag.iter().filter(|property| column(&self.given, property.tag).is_none());
        Ok(self.given.iter().chain(own).map(|property| property.tag).collect())
    }

    /// One value of the bag: one that is too long is had by OpenProperty alone.
    fn ask(&self, tag: PropTag) -> Result<PropValue> {
        let bag = lock(&self.object.bag);
        let value = column(&bag, tag).ok_or(Code::NOT_FOUND)?;
        let length = match value {
            PropValue::Text(text) => text.len(),
            PropValue::Binary(bytes) => bytes.len(),
            _ => 0,
        };
        if length > LONGEST { Err(Code::NOT_ENOUGH_MEMORY.into()) } else { Ok(value.clone()) }
    }
}

impl<K: Kind> Properties for BagValues<'_, K> {
    fn memory(&self) -> &Allocators {
        &self.object.state.memory
    }

    fn check_writable(&self) -> Result<()> {
        self.object.check_writable()
    }

    fn refusals(&self, tags: &[PropTag]) -> Result<Vec<Option<Code>>> {
        Ok(tags.iter().map(|tag| PropertyObject::<K>::refusal(*tag)).collect())
    }

    fn set(&mut self, changes: Vec<Property>) -> Result<()> {
        let mut bag = lock(&self.object.bag);
        changes.into_iter().for_each(|change| put(&mut bag, change));
        Ok(())
    }

    fn delete(&mut self, tags: &[PropTag]) -> Result<()> {
        let is_meant = |property: &Property| tags.iter().any(|tag| tag.id() == property.tag.id());
        lock(&self.object.bag).retain(|property| !is_meant(property));
        Ok(())
    }
}
