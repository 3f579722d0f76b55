//! Counted pointers to objects that others made. Our own objects are in `class.rs`.
#![allow(unsafe_code, reason = "a foreign object is called through its vtable")]

use crate::error::{Code, Result, ok};
use crate::param::{In, Out, This};
use crate::shapes;
use crate::shapes::i_unknown::IUnknownVtbl;
use crate::shapes::iid::{self, Iid};
use std::ffi::c_void;
use std::marker::PhantomData;
use std::ptr::NonNull;

/// A vtable of an interface.
///
/// # Safety
/// `Self` is `repr(C)` and starts with the slots of IUnknown.
pub unsafe trait Interface: 'static {
    /// The interface's id.
    const IID: Iid;
}

macro_rules! interfaces {
    ($($module:ident::$vtable:ident: $iid:ident),+ $(,)?) => { $(
        // SAFETY: O2: the headers derive every interface from IUnknown, and `shapes/` nests it
        // first.
        unsafe impl Interface for shapes::$module::$vtable {
            const IID: Iid = iid::$iid;
        }
    )+ };
}
interfaces! {
    i_unknown::IUnknownVtbl: IID_IUnknown,
    iab_container::IABContainerVtbl: IID_IABContainer,
    iab_logon::IABLogonVtbl: IID_IABLogon,
    iab_provider::IABProviderVtbl: IID_IABProvider,
    iaddr_book::IAddrBookVtbl: IID_IAddrBook,
    iattach::IAttachVtbl: IID_IAttachment,
    imalloc::IMallocVtbl: IID_IMalloc,
    imapi_advise_sink::IMAPIAdviseSinkVtbl: IID_IMAPIAdviseSink,
    imapi_client_shutdown::IMAPIClientShutdownVtbl: IID_IMAPIClientShutdown,
    imapi_container::IMAPIContainerVtbl: IID_IMAPIContainer,
    imapi_folder::IMAPIFolderVtbl: IID_IMAPIFolder,
    imapi_progress::IMAPIProgressVtbl: IID_IMAPIProgress,
    imapi_prop::IMAPIPropVtbl: IID_IMAPIProp,
    imapi_provider_shutdown::IMAPIProviderShutdownVtbl: IID_IMAPIProviderShutdown,
    imapi_session::IMAPISessionVtbl: IID_IMAPISession,
    imapi_status::IMAPIStatusVtbl: IID_IMAPIStatus,
    imapi_support::IMAPISupportVtbl: IID_IMAPISup,
    imapi_table::IMAPITableVtbl: IID_IMAPITable,
    imessage::IMessageVtbl: IID_IMessage,
    ims_logon::IMSLogonVtbl: IID_IMSLogon,
    ims_provider::IMSProviderVtbl: IID_IMSProvider,
    imsg_service_admin::IMsgServiceAdminVtbl: IID_IMsgServiceAdmin,
    imsg_store::IMsgStoreVtbl: IID_IMsgStore,
    iprof_sect::IProfSectVtbl: IID_IProfSect,
    iprovider_admin::IProviderAdminVtbl: IID_IProviderAdmin,
    ixp_logon::IXPLogonVtbl: IID_IXPLogon,
    ixp_provider::IXPProviderVtbl: IID_IXPProvider,
    istream::ISequentialStreamVtbl: IID_ISequentialStream,
    istream::IStreamVtbl: IID_IStream,
}

// SAFETY: O2: our own interface nests IUnknown first, too.
unsafe impl Interface for shapes::provider_log::IProviderLogVtbl {
    const IID: Iid = shapes::provider_log::IID_IProviderLog;
}

/// One reference on a foreign object (F1).
pub struct ComPtr<V: Interface> {
    object: NonNull<c_void>,
    vtable: PhantomData<&'static V>,
}

// SAFETY: F1: MAPI's objects that a provider is handed are free-threaded (THR-1, THR-2).
unsafe impl<V: Interface> Send for ComPtr<V> {}
// SAFETY: F1: as above.
unsafe impl<V: Interface> Sync for ComPtr<V> {}

impl<V: Interface> ComPtr<V> {
    /// Takes over a reference that the callee gave; `None` for a null pointer.
    ///
    /// # Safety
    /// `object` is null, or a live object's interface `V` with a reference for us.
    pub unsafe fn from_raw(object: *mut c_void) -> Option<Self> {
        Some(Self { object: NonNull::new(object)?, vtable: PhantomData })
    }

    /// What a call has given (MEM-8).
    ///
    /// # Safety
    /// If `code` is no failure, `object` is as for [`from_raw`](Self::from_raw).
    pub unsafe fn from_call(code: Code, object: *mut c_void) -> Result<Self> {
        ok(code)?;
        // SAFETY: F1: the caller's promise.
        unsafe { Self::from_raw(object) }.ok_or_else(|| Code::CALL_FAILED.into())
    }

    /// Takes over a reference.
    ///
    /// # Safety
    /// `object` is a live object's interface `V` with a reference for us.
    pub unsafe fn from_non_null(object: NonNull<c_void>) -> Self {
        Self { object, vtable: PhantomData }
    }

    /// Takes a reference of its own on a lent object; `None` for a null pointer.
    ///
    /// # Safety
    /// `object` is null, or a live object's interface `V`.
    pub unsafe fn clone_from_raw(object: *mut c_void) -> Option<Self> {
        // SAFETY: F1: the caller's promise; the reference is added on the next line, and nothing
        // returns in between.
        let this = unsafe { Self::from_raw(object) }?;
        this.add_ref();
        Some(this)
    }

    /// The pointer, for a call that this reference outlives.
    pub fn raw(&self) -> *mut c_void {
        self.object.as_ptr()
    }

    /// The first argument of a method.
    pub fn this(&self) -> This {
        This::new(self.raw())
    }

    /// Its methods. Copied at each call: MAPI may exchange an object's vtable (INVAL-2).
    pub fn methods(&self) -> &V {
        // SAFETY: F1: a live interface pointer points at its vtable pointer.
        unsafe { self.object.cast::<&V>().read() }
    }

    /// Another interface of the same object.
    pub fn query<W: Interface>(&self) -> Option<ComPtr<W>> {
        let mut found = std::ptr::null_mut();
        let query = self.unknown().query_interface;
        // SAFETY: F1: alive; both arguments are ours until it returns.
        let code = unsafe { query(self.this(), In::from(&W::IID), Out::from(&mut found)) };
        // SAFETY: F1: what QueryInterface gave, a reference on that interface.
        unsafe { ComPtr::from_call(code, found) }.ok()
    }

    /// Gives the reference back; how many are left (ERR-5).
    pub fn release(self) -> u32 {
        std::mem::ManuallyDrop::new(self).give_back()
    }

    fn give_back(&self) -> u32 {
        let release = self.unknown().release;
        // SAFETY: F1: the one reference, given back once: the value is not used again.
        unsafe { release(self.this()) }
    }

    fn unknown(&self) -> &IUnknownVtbl {
        let methods: *const V = self.methods();
        // SAFETY: O2: `Interface` promises IUnknown's slots first.
        unsafe { &*methods.cast::<IUnknownVtbl>() }
    }

    fn add_ref(&self) {
        let add_ref = self.unknown().add_ref;
        // SAFETY: F1: alive.
        unsafe { add_ref(self.this()) };
    }
}

/// An object that the caller of a method lends for the call: an interface pointer as an argument
/// (O3).
pub struct Lent<'a, V: Interface>(NonNull<c_void>, PhantomData<&'a V>);

impl<V: Interface> Clone for Lent<'_, V> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<V: Interface> Copy for Lent<'_, V> {}

impl<'a, V: Interface> Lent<'a, V> {
    /// The argument `object`; `None` for a null pointer.
    ///
    /// # Safety
    /// `object` is null, or a live object's interface `V` for `'a`.
    #[inline]
    pub unsafe fn new(object: *mut c_void) -> Option<Self> {
        Some(Self(NonNull::new(object)?, PhantomData))
    }

    /// The pointer itself.
    #[inline]
    pub fn raw(self) -> *mut c_void {
        self.0.as_ptr()
    }

    /// The same object, seen through an interface that its own begins with.
    ///
    /// # Safety
    /// Interface `V` begins with the slots of `W`.
    #[inline]
    pub unsafe fn as_base<W: Interface>(self) -> Lent<'a, W> {
        Lent(self.0, PhantomData)
    }

    /// A reference of its own, to be kept.
    pub fn keep(self) -> ComPtr<V> {
        // SAFETY: F1: the object is alive, and `ManuallyDrop` gives the reference that it has not
        // back to nobody.
        let lent = std::mem::ManuallyDrop::new(unsafe { ComPtr::from_non_null(self.0) });
        ComPtr::clone(&lent)
    }
}

impl<V: Interface> Clone for ComPtr<V> {
    fn clone(&self) -> Self {
        self.add_ref();
        Self { object: self.object, vtable: PhantomData }
    }
}

impl<V: Interface> Drop for ComPtr<V> {
    fn drop(&mut self) {
        self.give_back();
    }
}

impl<V: Interface> std::fmt::Debug for ComPtr<V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ComPtr({:?})", self.object)
    }
}
