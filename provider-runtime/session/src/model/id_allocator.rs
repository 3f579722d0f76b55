//! The small numbers of the record: of logons, provider objects and requests as they come, of
//! objects and identifiers by what they are. What they stand for is in the record's `what/`.

use provider_abi::lock::lock;
use std::collections::HashMap;
use std::ffi::c_void;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// One session's numbers; 0 is none.
#[derive(Debug, Default)]
pub(crate) struct IdAllocator {
    logons: AtomicU64,
    providers: AtomicU64,
    requests: AtomicU64,
    configurations: AtomicU64,
    rows: AtomicU64,
    messages: AtomicU64,
    objects: Mutex<HashMap<usize, u64>>,
    bytes: Mutex<HashMap<Vec<u8>, u64>>,
}

fn next(counter: &AtomicU64) -> u64 {
    counter.fetch_add(1, Ordering::Relaxed) + 1
}

impl IdAllocator {
    pub(crate) fn logon(&self) -> u64 {
        next(&self.logons)
    }

    pub(crate) fn provider(&self) -> u64 {
        next(&self.providers)
    }

    /// What a client asked for once, whatever it took.
    pub(crate) fn request(&self) -> u64 {
        next(&self.requests)
    }

    pub(crate) fn configuration(&self) -> u64 {
        next(&self.configurations)
    }

    /// A row of the status table; MAPI's own come first.
    pub(crate) fn row(&self) -> u64 {
        next(&self.rows) + super::status_row::MAPI_ROWS.len() as u64
    }

    /// A message that the spooler has, either way.
    pub(crate) fn message(&self) -> u64 {
        next(&self.messages)
    }

    /// An object by its address.
    pub(crate) fn object(&self, object: *mut c_void) -> u64 {
        if object.is_null() {
            return 0;
        }
        let mut objects = lock(&self.objects);
        let fresh = objects.len() as u64 + 1;
        *objects.entry(object.addr()).or_insert(fresh)
    }

    /// An identifier by its bytes.
    pub(crate) fn bytes(&self, bytes: &[u8]) -> u64 {
        if bytes.is_empty() {
            return 0;
        }
        let mut known = lock(&self.bytes);
        let fresh = known.len() as u64 + 1;
        *known.entry(bytes.to_vec()).or_insert(fresh)
    }
}
