//! The classes: the provider object, and one layout for every object of a logon. Their methods are
//! in `bridge/`.
#![allow(unsafe_code, reason = "objects are laid out for their vtables, and freed at their last Release")]

use super::guarded_cell::GuardedCell;
use super::kind::Provider;
use super::object_key::ObjectKey;
use super::open_value::Value;
use super::provider_state::ProviderState;
use super::state::LogonState;
use provider_abi::class::{Class, Count, Receiver};
use provider_abi::error::Error;
use provider_abi::last_error::LastError;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::iid::{IID_IMAPIProviderShutdown, IID_IUnknown, Iid};
use provider_abi::shapes::imapi_provider_shutdown::IMAPIProviderShutdownVtbl;
use std::cell::Cell;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::Arc;

/// The provider object of `P`: `IMSProvider`, `IABProvider` or `IXPProvider`, and
/// `IMAPIProviderShutdown`.
#[repr(C)]
pub struct ProviderObject<P: Provider> {
    pub(crate) provider: *const c_void,
    pub(crate) shutdown: &'static IMAPIProviderShutdownVtbl,
    pub(crate) count: Count,
    pub(crate) state: Arc<ProviderState<P>>,
    /// Which interface its first vtable is of.
    pub(crate) iid: Iid,
}

/// Any object of one logon: a vtable, its count, the logon's state, its last error, and what it is.
#[repr(C)]
pub struct Object<P: Provider, R: Role<P>> {
    vtable: *const c_void,
    pub(crate) count: Count,
    pub(crate) logon: Arc<LogonState<P>>,
    pub(crate) last: LastError,
    pub(crate) role: R,
}

/// What an object is. Implemented beside the methods of its interface.
pub trait Role<P: Provider>: Sized + 'static {
    /// Which interface it has.
    fn shape(&self) -> &'static Shape;

    /// The count is zero: ends what has to end. The object is freed after; the logon's state is
    /// kept until then.
    fn last(object: &Object<P, Self>);
}

/// Which interface an object has.
pub struct Shape {
    /// PR_OBJECT_TYPE, if it has one.
    pub(crate) kind: u32,
    /// What reports call it.
    pub(crate) name: &'static str,
    /// The ids it answers, IUnknown's apart; the first is its own.
    interfaces: &'static [Iid],
    /// Its methods: the vtable of the interface that comes first, which starts with those of the
    /// others.
    vtable: *const c_void,
}

/// `IMAPIStatus` of `P`.
pub type StatusObject<P> = Object<P, StatusRole>;
/// Anything opened through a logon of `P`: one layout, the vtable tells the interface.
pub type OpenedObject<P> = Object<P, OpenedRole<P>>;

/// The status object.
pub struct StatusRole;

/// An opened object.
pub struct OpenedRole<P: Provider> {
    /// Its place in the logon's list (C1).
    pub(crate) place: Cell<usize>,
    /// What opened it, where leaks are traced.
    pub(crate) origin: Option<Box<Origin>>,
    pub(crate) is_writable: bool,
    /// The author's key of it; none for what has no identifier.
    pub(crate) key: ObjectKey,
    /// Which interface it has; never changes, also once it is invalidated.
    pub(crate) shape: &'static Shape,
    /// The author's value; `None` once the object is invalidated (C2).
    pub(crate) value: GuardedCell<Option<Value<P>>>,
}

/// What opened an object: for the leak trace.
#[derive(Clone, Debug)]
pub(crate) struct Origin<E = Vec<u8>> {
    pub(crate) method: &'static str,
    pub(crate) parent: &'static str,
    pub(crate) entry: E,
}

impl Origin<&[u8]> {
    /// The same with an identifier of its own.
    pub(crate) fn kept(&self) -> Origin {
        Origin { method: self.method, parent: self.parent, entry: self.entry.to_vec() }
    }
}

impl Shape {
    pub(crate) const fn of<V>(kind: u32, name: &'static str, interfaces: &'static [Iid], methods: &'static V) -> Self {
        Self { kind, name, interfaces, vtable: std::ptr::from_ref(methods).cast() }
    }

    /// Its own interface.
    pub(crate) fn iid(&self) -> &'static Iid {
        self.interfaces.first().unwrap_or(&IID_IUnknown)
    }

    #[inline]
    pub(crate) fn answers(&self, iid: Iid) -> bool {
        iid == IID_IUnknown || self.interfaces.contains(&iid)
    }
}

impl<P: Provider, R: Role<P>> Object<P, R> {
    /// A new object with one reference, the caller's.
    pub(crate) fn new(logon: Arc<LogonState<P>>, role: R) -> NonNull<Self> {
        NonNull::from(Box::leak(Box::new(Self {
            vtable: role.shape().vtable,
            count: Count::one(),
            logon,
            last: LastError::default(),
            role,
        })))
    }
}

// SAFETY: O2: two vtable pointers first, for slots 0 and 1; the first is of the interface that
// `iid` names.
unsafe impl<P: Provider> Class for ProviderObject<P> {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        let iids = [[IID_IUnknown, self.iid], [IID_IMAPIProviderShutdown; 2]]; // ENTRY-13, FAST-2
        iids.iter().position(|slot| slot.contains(&iid)).ok_or(Code::INTERFACE_NOT_SUPPORTED)
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed by the entry point.
        let object = unsafe { Box::from_raw(this.as_ptr()) };
        object.state.release();
    }
}

// SAFETY: O2: one vtable pointer first; an interface of a role starts with the slots of the others
// it answers.
unsafe impl<P: Provider, R: Role<P>> Class for Object<P, R> {
    fn count(&self) -> &Count {
        &self.count
    }

    /// INVAL-1: an invalidated object answers IUnknown only.
    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        if iid == IID_IUnknown {
            return Ok(0);
        }
        if self.logon.link.calls.is_closed() {
            return Err(Code::INVALID_OBJECT);
        }
        if self.role.shape().answers(iid) { Ok(0) } else { Err(Code::INTERFACE_NOT_SUPPORTED) }
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise: alive until it is freed below.
        R::last(unsafe { this.as_ref() });
        // SAFETY: O4: the caller's promise; it was boxed in `new`, and the lists have forgotten it.
        drop(unsafe { Box::from_raw(this.as_ptr()) });
    }

    fn refuse(this: Receiver<'_, Self>) -> Code {
        this.call(|_| Err(Error::from(Code::NO_SUPPORT)))
    }
}
