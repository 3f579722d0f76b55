//! The classes: the provider object, and one layout for every object of a logon. Their methods live in `bridge/`.

use super::border::LastError;
use super::class::{Class, Count};
use super::core::Core;
use super::home::Home;
use super::rows::View;
use super::turns::Turns;
use crate::abi::code::Code;
use crate::abi::flag::{MAPI_FOLDER, MAPI_MESSAGE};
use crate::abi::iid::{IID_IMAPIProviderShutdown, IID_IMSProvider, IID_IUnknown, Iid};
use crate::abi::imapi_provider_shutdown::IMAPIProviderShutdownVtbl;
use crate::abi::ims_provider::IMSProviderVtbl;
use crate::provider::{Opened, StoreProvider, Table};
use std::cell::Cell;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::{Arc, Mutex};

/// `IMSProvider` and `IMAPIProviderShutdown` of `P`.
#[repr(C)]
pub struct ProviderObject<P: StoreProvider> {
    pub(crate) provider: &'static IMSProviderVtbl,
    pub(crate) shutdown: &'static IMAPIProviderShutdownVtbl,
    pub(crate) count: Count,
    pub(crate) home: Arc<Home<P>>,
}

/// Any object of one logon: a vtable, its count, the logon's core, its last error, and what it is.
#[repr(C)]
pub struct Object<P: StoreProvider, R: Role<P>> {
    vtable: *const c_void,
    pub(crate) count: Count,
    pub(crate) core: Arc<Core<P>>,
    pub(crate) last: LastError,
    pub(crate) role: R,
}

/// What an object is. Implemented beside the methods of its interface.
pub trait Role<P: StoreProvider>: Sized + 'static {
    /// The ids it answers beside IUnknown's; the first is its own.
    fn interfaces(&self) -> &'static [Iid];

    /// Its methods: the vtable of the interface that comes first, which starts with those of the others.
    fn vtable(&self) -> *const c_void;

    /// What reports call it.
    fn name(&self) -> &'static str;

    /// The count is zero: ends what has to end. The object is freed after; the core is kept until then.
    fn last(object: &Object<P, Self>);
}

/// `IMSLogon` of `P`.
pub type LogonObject<P> = Object<P, LogonRole>;
/// `IMsgStore` of `P`.
pub type StoreObject<P> = Object<P, StoreRole>;
/// `IMAPIStatus` of `P`.
pub type StatusObject<P> = Object<P, StatusRole>;
/// Anything opened through a logon of `P`: one layout, the vtable tells the interface.
pub type OpenedObject<P> = Object<P, OpenedRole<P>>;

/// The logon object.
#[derive(Debug)]
pub struct LogonRole;
/// The store object.
#[derive(Debug)]
pub struct StoreRole;
/// The status object.
#[derive(Debug)]
pub struct StatusRole;

/// An opened object.
pub struct OpenedRole<P> {
    /// Its place in the core's list (C1).
    pub(crate) place: Cell<usize>,
    /// What opened it, where leaks are traced.
    pub(crate) origin: Option<Box<Origin>>,
    /// Whether it was opened for changing.
    pub(crate) writable: bool,
    /// The author's key of it; `None` for what has no identifier.
    pub(crate) key: Option<Vec<u8>>,
    /// Which interface it has; never changes, also on a husk.
    pub(crate) shape: Shape,
    /// The author's value; `None` once it is a husk (C2).
    pub(crate) value: Turns<Option<Value<P>>>,
}

/// Which interface an opened object has; as a number, its PR_OBJECT_TYPE.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub(crate) enum Shape {
    Folder = MAPI_FOLDER,
    Message = MAPI_MESSAGE,
    Table = 0,
}

/// What is inside an opened object.
pub(crate) enum Value<P> {
    Opened(Opened<P>),
    Table(Mutex<Cursor>),
}

/// A table and where its client stands in it.
pub(crate) struct Cursor {
    pub(crate) table: Table,
    pub(crate) view: View,
}

/// What opened an object: for the leak trace.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub(crate) method: &'static str,
    pub(crate) parent: String,
    pub(crate) entry: Vec<u8>,
}

impl<P> Value<P> {
    pub(crate) fn shape(&self) -> Shape {
        match self {
            Self::Opened(Opened::Folder(_)) => Shape::Folder,
            Self::Opened(Opened::Message(_)) => Shape::Message,
            Self::Table(_) => Shape::Table,
        }
    }
}

impl<P: StoreProvider, R: Role<P>> Object<P, R> {
    /// A new object with one reference, the caller's.
    pub(crate) fn new(core: Arc<Core<P>>, role: R) -> NonNull<Self> {
        NonNull::from(Box::leak(Box::new(Self {
            vtable: role.vtable(),
            count: Count::one(),
            core,
            last: LastError::default(),
            role,
        })))
    }
}

// SAFETY: O2: two vtable pointers first, for slots 0 and 1.
unsafe impl<P: StoreProvider> Class for ProviderObject<P> {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        if [IID_IUnknown, IID_IMSProvider].contains(&iid) {
            Ok(0)
        } else if iid == IID_IMAPIProviderShutdown {
            Ok(1) // ENTRY-13, FAST-2
        } else {
            Err(Code::INTERFACE_NOT_SUPPORTED)
        }
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed by the entry point.
        let object = unsafe { Box::from_raw(this.as_ptr()) };
        object.home.release();
    }
}

// SAFETY: O2: one vtable pointer first; an interface of a role starts with the slots of the others it answers.
unsafe impl<P: StoreProvider, R: Role<P>> Class for Object<P, R> {
    fn count(&self) -> &Count {
        &self.count
    }

    /// INVAL-1: a husk answers IUnknown only.
    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        if iid == IID_IUnknown {
            return Ok(0);
        }
        if self.core.link.calls.is_closed() {
            return Err(Code::INVALID_OBJECT);
        }
        if self.role.interfaces().contains(&iid) { Ok(0) } else { Err(Code::INTERFACE_NOT_SUPPORTED) }
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise: alive until it is freed below.
        R::last(unsafe { this.as_ref() });
        // SAFETY: O4: the caller's promise; it was boxed in `new`, and the lists have forgotten it.
        drop(unsafe { Box::from_raw(this.as_ptr()) });
    }
}
