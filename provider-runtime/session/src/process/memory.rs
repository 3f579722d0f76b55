//! MAPI's allocators, which check: what is live, what hangs on what, what was freed twice or is not
//! theirs. A session takes a set of them when it starts.
#![allow(unsafe_code, reason = "MAPI's allocators give out raw blocks")]

use super::faults::Faults;
use super::quarantine::Quarantine;
use crate::record::Record;
use provider_abi::error::{Error, Result};
use provider_abi::lock::lock;
use provider_abi::memory::Allocators;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::entry::{AllocateBuffer, AllocateMore, FreeBuffer};
use std::alloc::{Layout, alloc_zeroed, dealloc};
use std::collections::BTreeMap;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::{Arc, Mutex};

/// Allocators carry no context, so each session has functions of its own (T-10): there are this
/// many sets.
const SETS: usize = 64;

/// One block: where it is, its layout, the root it hangs on, and what hangs on it.
struct Block {
    memory: NonNull<u8>,
    layout: Layout,
    root: Option<usize>,
    hanging: Vec<usize>,
}

// SAFETY: S5: the pointer is used under the set's lock only, no matter which thread has it.
unsafe impl Send for Block {}

/// What one set of functions knows.
struct Set {
    taken: bool,
    blocks: BTreeMap<usize, Block>,
    calls: u64,
    fails_at: Option<u64>,
    faults: Vec<String>,
}

static STATES: [Mutex<Set>; SETS] =
    [const { Mutex::new(Set { taken: false, blocks: BTreeMap::new(), calls: 0, fails_at: None, faults: Vec::new() }) };
        SETS];
static SETS_LOCK: Mutex<()> = Mutex::new(());

/// The memory of one session.
#[derive(Debug)]
pub struct Memory {
    set: usize,
    pub(crate) allocators: Allocators,
    /// Where objects go that the session has lent, after their last Release.
    pub(crate) quarantine: Arc<Quarantine>,
    /// The calls to MAPI that are to fail: what the memory is for asks here, too.
    pub(crate) faults: Arc<Faults>,
}

impl Memory {
    /// Takes a free set of functions.
    ///
    /// # Errors
    /// `MAPI_E_SESSION_LIMIT` if all are taken, by sessions or by blocks that never came back.
    pub(crate) fn take(record: &Arc<Record>) -> Result<Self> {
        let _guard = lock(&SETS_LOCK);
        for (index, (state, allocators)) in STATES.iter().zip(FUNCTIONS).enumerate() {
            let mut state = lock(state);
            if !state.taken {
                state.taken = true;
                let quarantine = Quarantine::new(record);
                return Ok(Self { set: index, allocators, quarantine, faults: Arc::default() });
            }
        }
        let text = format!("there are {SETS} sessions, or memory of theirs that was never given back");
        Err(Error::new(Code::SESSION_LIMIT, text))
    }

    /// How many blocks are live, roots and what hangs on them.
    pub fn live(&self) -> usize {
        self.with(|set| set.blocks.len())
    }

    /// How many allocations were asked for.
    pub fn calls(&self) -> u64 {
        self.with(|set| set.calls)
    }

    /// The `k`-th allocation from now fails, counted from 1 (T-90). `None`: none.
    pub fn fail_at(&self, k: Option<u64>) {
        self.with(|set| set.fails_at = k.map(|k| set.calls + k));
    }

    /// `MAPIFreeBuffer` of this session, for a client in another language.
    pub fn free_function(&self) -> FreeBuffer {
        self.allocators.free_function()
    }

    /// `MAPIAllocateBuffer`, `MAPIAllocateMore` and `MAPIFreeBuffer` of this session, for a
    /// provider that is called by hand.
    pub fn functions(&self) -> (AllocateBuffer, AllocateMore, FreeBuffer) {
        (self.allocators.allocate(), self.allocators.more(), self.allocators.free_function())
    }

    /// How long a live root is; `None` for what is none of these.
    pub(crate) fn size_of(&self, block: *mut c_void) -> Option<usize> {
        self.with(|set| {
            set.blocks.get(&block.addr()).filter(|block| block.root.is_none()).map(|block| block.layout.size())
        })
    }

    /// Which set of functions it is.
    pub(crate) fn number(&self) -> u32 {
        self.set as u32
    }

    /// Blocks freed twice, or not from here (V-21).
    pub(crate) fn take_faults(&self) -> Vec<String> {
        self.with(|set| std::mem::take(&mut set.faults))
    }

    fn with<R>(&self, work: impl FnOnce(&mut Set) -> R) -> R {
        let [first, ..] = &STATES;
        work(&mut lock(STATES.get(self.set).unwrap_or(first)))
    }
}

impl Drop for Memory {
    /// SESSION-11: blocks may outlive their session; then its functions are never given to another
    /// one.
    fn drop(&mut self) {
        let _guard = lock(&SETS_LOCK);
        self.with(|set| {
            set.calls = 0;
            set.fails_at = None;
            set.faults.clear();
            set.taken = !set.blocks.is_empty();
        });
    }
}

/// The functions of set `N`.
const fn functions<const N: usize>() -> Allocators {
    // SAFETY: S5: these three are MAPI's allocators, for as long as the program runs.
    unsafe { Allocators::new(allocate::<N>, more::<N>, free::<N>) }
}

macro_rules! sets {
    ($($n:literal)*) => { [$(functions::<$n>()),*] };
}
static FUNCTIONS: [Allocators; SETS] = sets!(
    0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31
    32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63
);

impl Set {
    fn allocate(&mut self, size: u32, root: Option<usize>) -> Option<*mut c_void> {
        self.calls += 1;
        if self.fails_at == Some(self.calls) {
            return None;
        }
        let layout = Layout::from_size_align((size as usize).max(1), 16).ok()?;
        // SAFETY: S5: the layout has a size.
        let memory = NonNull::new(unsafe { alloc_zeroed(layout) })?;
        let at = memory.addr().get();
        self.blocks.insert(at, Block { memory, layout, root, hanging: Vec::new() });
        if let Some(root) = root.and_then(|root| self.blocks.get_mut(&root)) {
            root.hanging.push(at);
        }
        Some(memory.as_ptr().cast())
    }

    /// Frees a root and what hangs on it; anything else is a fault.
    ///
    /// # Safety
    /// If it is a live root, nobody uses it any more.
    unsafe fn free(&mut self, block: *mut c_void) {
        match self.blocks.get(&block.addr()) {
            None => self.faults.push("a block was freed that is not live, or not of this memory".into()),
            Some(Block { root: Some(_), .. }) => {
                self.faults.push("a block was freed that hangs on another one".into()); // MEM-4
            }
            Some(root) => {
                let mut all = root.hanging.clone();
                all.push(block.addr());
                for at in all {
                    if let Some(gone) = self.blocks.remove(&at) {
                        // SAFETY: S5: allocated above with this layout, and live until now; by the
                        // caller's promise unused.
                        unsafe { dealloc(gone.memory.as_ptr(), gone.layout) };
                    }
                }
            }
        }
    }
}

fn set<const N: usize>() -> &'static Mutex<Set> {
    let [first, ..] = &STATES;
    STATES.get(N).unwrap_or(first)
}

/// Hands out a block, or says that there is none.
///
/// # Safety
/// `out` is null, or room for a pointer.
unsafe fn give(memory: Option<*mut c_void>, out: *mut *mut c_void) -> Code {
    if out.is_null() {
        return Code::INVALID_PARAMETER;
    }
    // SAFETY: O3: the caller's promise; not null.
    unsafe { out.write(memory.unwrap_or(std::ptr::null_mut())) };
    if memory.is_some() { Code::OK } else { Code::NOT_ENOUGH_MEMORY }
}

unsafe extern "system" fn allocate<const N: usize>(size: u32, out: *mut *mut c_void) -> Code {
    let memory = lock(set::<N>()).allocate(size, None);
    // SAFETY: O3: this function's own argument.
    unsafe { give(memory, out) }
}

unsafe extern "system" fn more<const N: usize>(size: u32, root: *mut c_void, out: *mut *mut c_void) -> Code {
    let mut set = lock(set::<N>());
    // What hangs on a block that hangs on a root hangs on the root.
    let root = match set.blocks.get(&root.addr()) {
        Some(block) => block.root.unwrap_or(root.addr()),
        None => {
            set.faults.push("more memory was asked for on a block that is not live".into());
            // SAFETY: O3: this function's own argument.
            return unsafe { give(None, out) };
        }
    };
    let memory = set.allocate(size, Some(root));
    // SAFETY: O3: as above.
    unsafe { give(memory, out) }
}

/// Frees a block of set `number`, no matter which session has it now.
///
/// # Safety
/// Nobody uses the block any more.
pub(crate) unsafe fn free_of(number: u32, block: *mut c_void) {
    if let Some(set) = STATES.get(number as usize) {
        // SAFETY: S5: the caller's promise.
        unsafe { lock(set).free(block) };
    }
}

/// MEM-5: null is harmless.
unsafe extern "system" fn free<const N: usize>(block: *mut c_void) -> u32 {
    if !block.is_null() {
        // SAFETY: M1: who frees a block uses it no more.
        unsafe { lock(set::<N>()).free(block) };
    }
    0
}
