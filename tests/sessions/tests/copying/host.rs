//! A session with a store whose support object the tests call, and two stores by hand whose objects
//! they pass to it.
#![allow(unsafe_code, reason = "MAPI's methods are called over vtables")]

use super::world::Store;
use provider_abi::memory::Allocators;
use provider_runtime::abi::iid::*;
use provider_runtime::abi::imapi_support::IMAPISupportVtbl;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::abi::structs::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{OpenStore, Session};
use std::ffi::c_void;
use std::ptr::null_mut;
use std::rc::Rc;
use std::sync::Arc;
use support::raw::store::RawStore;
use support::raw::{argument, methods, release};

pub struct Host {
    pub raw: Rc<RawStore>,
    pub here: Arc<Store>,
    pub there: Arc<Store>,
    /// How many blocks of memory there were before anything was copied.
    blocks: usize,
    open: Option<provider_runtime::session::Store>,
    pub session: Session,
}

/// What a copy came to: the code, and the problems by tag.
pub type Outcome = (Code, Vec<(PropTag, Code)>);

/// The arguments of one copy of an object.
#[derive(Clone, Copy)]
pub struct Copy<'a> {
    pub from: *mut c_void,
    pub from_interface: Option<Iid>,
    pub to: *mut c_void,
    pub to_interface: Option<Iid>,
    pub tags: Option<&'a [PropTag]>,
    pub excluded: &'a [Iid],
    pub progress: *mut c_void,
    pub flags: u32,
}

impl Copy<'_> {
    pub fn new(from: *mut c_void, to: *mut c_void) -> Self {
        let prop = Some(IID_IMAPIProp);
        let none = None;
        Self {
            from,
            from_interface: prop,
            to,
            to_interface: prop,
            tags: none,
            excluded: &[],
            progress: null_mut(),
            flags: 0,
        }
    }
}

fn iid(interface: &Option<Iid>) -> In<'_, Iid> {
    interface.as_ref().map_or(In::null(), In::from)
}

fn words(tags: Option<&[PropTag]>) -> Vec<u32> {
    tags.map(|tags| std::iter::once(tags.len() as u32).chain(tags.iter().map(|tag| tag.0)).collect())
        .unwrap_or_default()
}

impl Host {
    pub fn new() -> Self {
        let raw = RawStore::with(&[]);
        let session = raw.session();
        let (allocate, more, free) = session.memory().functions();
        // SAFETY: M1: the session's own, which lives as long as the host.
        let memory = unsafe { Allocators::new(allocate, more, free) };
        let open = session.open_store(&OpenStore::new()).unwrap();
        let here = Store::new(b"the store by me.", memory);
        let there = Store::new(b"the other store.", memory);
        let blocks = session.memory().live();
        Self { raw, here, there, blocks, open: Some(open), session }
    }

    pub fn support(&self) -> *mut c_void {
        self.raw.support().raw()
    }

    fn methods(&self) -> IMAPISupportVtbl {
        methods(self.support())
    }

    fn this(&self) -> This {
        This::new(self.support())
    }

    fn outcome(&self, code: Code, problems: *mut SPropProblemArray) -> Outcome {
        if problems.is_null() {
            return (code, Vec::new());
        }
        // SAFETY: M2: an array starts with its count.
        let count = unsafe { problems.cast::<u32>().read() } as usize;
        let first = problems.cast::<u8>().wrapping_add(std::mem::offset_of!(SPropProblemArray, problem));
        // SAFETY: M2: as many problems as the count says.
        let all = unsafe { std::slice::from_raw_parts(first.cast::<SPropProblem>(), count) };
        let told = all.iter().map(|one| (PropTag(one.prop_tag), one.scode)).collect();
        // SAFETY: M1: the call gave it for us to free.
        unsafe { (self.session.memory().free_function())(problems.cast()) };
        (code, told)
    }

    /// `DoCopyTo`
    pub fn copy_to(&self, copy: Copy<'_>) -> Outcome {
        let words = words(copy.tags);
        let tags = if copy.tags.is_some() { argument(&words) } else { In::null() };
        let mut problems = null_mut();
        let count = copy.excluded.len() as u32;
        // SAFETY: O1, O3: the session keeps it; the arguments are ours until it returns.
        let code = unsafe {
            (self.methods().do_copy_to)(
                self.this(),
                iid(&copy.from_interface),
                copy.from,
                count,
                argument(copy.excluded),
                tags,
                0,
                copy.progress,
                iid(&copy.to_interface),
                copy.to,
                copy.flags,
                Out::from(&mut problems),
            )
        };
        self.outcome(code, problems)
    }

    /// `DoCopyProps`
    pub fn copy_props(&self, copy: Copy<'_>) -> Outcome {
        let words = words(copy.tags);
        let tags = if copy.tags.is_some() { argument(&words) } else { In::null() };
        let mut problems = null_mut();
        // SAFETY: O1, O3: as above.
        let code = unsafe {
            (self.methods().do_copy_props)(
                self.this(),
                iid(&copy.from_interface),
                copy.from,
                tags,
                0,
                copy.progress,
                iid(&copy.to_interface),
                copy.to,
                copy.flags,
                Out::from(&mut problems),
            )
        };
        self.outcome(code, problems)
    }

    /// `CopyMessages`; `None` for no list.
    pub fn copy_messages(
        &self,
        from: *mut c_void,
        entries: Option<&[Vec<u8>]>,
        to: *mut c_void,
        progress: *mut c_void,
        flags: u32,
    ) -> Code {
        let one = |entry: &Vec<u8>| SBinary { cb: entry.len() as u32, lpb: entry.as_ptr().cast_mut() };
        let mut all: Vec<_> = entries.unwrap_or_default().iter().map(one).collect();
        let list = [SBinaryArray { c_values: all.len() as u32, lpbin: all.as_mut_ptr() }];
        let list = if entries.is_some() { argument(&list) } else { In::null() };
        let copy = self.methods().copy_messages;
        let this = self.this();
        let folder = In::from(&IID_IMAPIFolder);
        // SAFETY: O1, O3: as above.
        unsafe { copy(this, folder, from, list, In::null(), to, 0, progress, flags) }
    }

    /// `CopyFolder`
    pub fn copy_folder(
        &self,
        from: *mut c_void,
        entry: &[u8],
        to: *mut c_void,
        name: Option<&str>,
        flags: u32,
    ) -> Code {
        let name: Option<Vec<u16>> = name.map(|name| name.encode_utf16().chain([0]).collect());
        let name = name.as_ref().map_or(In::null(), |units| argument(units));
        let copy = self.methods().copy_folder;
        let this = self.this();
        let length = entry.len() as u32;
        let entry = argument(entry);
        // SAFETY: O1, O3: as above.
        unsafe { copy(this, In::null(), from, length, entry, In::null(), to, name, 0, null_mut(), flags) }
    }

    /// `PrepareSubmit`
    pub fn prepare_submit(&self, message: *mut c_void) -> Code {
        let mut flags = 0;
        // SAFETY: O1, O3: as above.
        unsafe { (self.methods().prepare_submit)(self.this(), message, Out::from(&mut flags)) }
    }

    /// `ExpandRecips`: the code, and the flags.
    pub fn expand_recips(&self, message: *mut c_void) -> (Code, u32) {
        let mut flags = 0;
        // SAFETY: O1, O3: as above.
        let code = unsafe { (self.methods().expand_recips)(self.this(), message, Out::from(&mut flags)) };
        (code, flags)
    }

    /// `ReadReceipt`
    pub fn read_receipt(&self, flags: u32, read: *mut c_void, mut report: *mut c_void) -> Code {
        // SAFETY: O1, O3: as above.
        unsafe { (self.methods().read_receipt)(self.this(), flags, read, Out::from(&mut report)) }
    }

    /// `DoProgressDialog`
    pub fn progress_dialog(&self, flags: u32) -> (Code, *mut c_void) {
        let mut out = null_mut();
        // SAFETY: O1, O3: as above.
        let code = unsafe { (self.methods().do_progress_dialog)(self.this(), 0, flags, Out::from(&mut out)) };
        (code, out)
    }

    /// What the record says of a support object's calls, by name.
    pub fn recorded(&self, name: &str) -> Vec<String> {
        let events = self.session.events();
        let own = events.iter().filter(|event| event.what.name() == name);
        own.map(|event| event.what.detail()).collect()
    }

    /// GetLastError of the support object.
    pub fn last_error(&self, code: Code) -> Option<String> {
        self.raw.support().last_error(code).1
    }

    /// An object of a store, for one piece of work.
    pub fn with<R>(&self, object: *mut c_void, work: impl FnOnce(*mut c_void) -> R) -> R {
        let done = work(object);
        release(object);
        done
    }

    /// Nothing is left: no object, and no block of memory.
    pub fn check_nothing_is_left(&self) {
        assert_eq!((self.here.live(), self.there.live()), (0, 0), "objects");
        assert_eq!(self.session.memory().live(), self.blocks, "blocks");
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        drop(self.open.take());
        if !std::thread::panicking() {
            self.session.logoff();
        }
    }
}
