//! `IMAPITable` over rows of MAPI's own: of the session (`tables/`), of the messages that it lends
//! (`message/tables.rs`). A provider's table as a client uses it is in `client/table.rs`.
#![allow(unsafe_code, reason = "a class is declared, and its object is boxed and freed by hand")]

use super::invalidated;
use super::own_rows::{Arranged, OwnRows};
use crate::process::{Faults, InterfaceNames, LentObject, Loan, release_last};
use crate::record::what::process::MisuseKind;
use provider_abi::class::{Class, Count, Receiver};
use provider_abi::com_ptr::Lent;
use provider_abi::error::{Error, Result};
use provider_abi::interfaces::imapi_table;
use provider_abi::lock::lock;
use provider_abi::memory::Allocators;
use provider_abi::prop_value::Property;
use provider_abi::requested::in_width;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iid::{IID_IMAPITable, Iid};
use provider_abi::shapes::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use provider_abi::shapes::imapi_table::IMAPITableVtbl;
use provider_abi::shapes::param::Out;
use provider_abi::shapes::tag::PropTag;
use provider_abi::table::{OwnColumns, Restriction, Rowset, TableObject, TableWork, Walk};
use provider_abi::wanted::Wanted;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::Mutex;

/// A sink of anybody's, for one call.
pub(crate) type LentSink<'a> = Lent<'a, IMAPIAdviseSinkVtbl>;

/// Where a table's rows come from.
pub(crate) trait RowSource: Send + Sync + 'static {
    /// Whether what it shows has ended: from then on the table answers `MAPI_E_INVALID_OBJECT`.
    fn is_over(&self) -> bool;

    /// Where the table goes after its last Release, and what the record calls it.
    fn loan(&self) -> Loan;

    /// Which calls on the table are to fail; `None` for a client's table, which is not lent to a
    /// provider.
    fn faults(&self) -> Option<&Faults>;

    /// Whose memory the rows go out in.
    fn memory(&self) -> Allocators;

    /// The columns that a client sees who sets none.
    fn columns(&self) -> &'static [PropTag];

    /// Lends the rows as they are now, and how often they have changed, where that is counted. The
    /// view's lock is taken inside, so rows that need a call are there before it (S3).
    fn with_rows<R>(&self, work: impl FnOnce(&[Vec<Property>], Option<u64>) -> R) -> R;

    /// A subscription through the table; most rows do not tell of their changes.
    fn advise(&self, _mask: u32, _sink: Option<LentSink<'_>>) -> Result<usize> {
        Err(Code::NO_SUPPORT.into())
    }

    /// Ends a subscription that was made through the table (NOTIF-5); also when the rows have
    /// ended.
    fn unadvise(&self, _connection: usize) -> Result<()> {
        Err(if self.is_over() { Code::INVALID_OBJECT } else { Code::NOT_FOUND }.into())
    }
}

#[repr(C)]
struct OwnTable<S> {
    methods: &'static IMAPITableVtbl,
    count: Count,
    source: S,
    view: Mutex<View>,
    loan: Loan,
}

/// Where a client stands in the table, and what it keeps of the rows.
struct View {
    walk: Walk,
    arranged: Arranged,
}

/// The rows have all that there is: the table adds nothing.
struct Nothing;

impl OwnColumns for Nothing {
    fn columns(&self) -> Vec<PropTag> {
        Vec::new()
    }

    fn answer(&self, _key: &[u8], _wanted: &mut Wanted<'_>) {}

    fn rewritten(&self, _leaf: &Restriction, _is_given: &dyn Fn(PropTag) -> bool) -> Option<Restriction> {
        None
    }
}

/// A table with one reference, the caller's; text comes in the width that `flags` say.
pub(crate) fn own_table<S: RowSource>(source: S, flags: u32) -> *mut c_void {
    let columns = source.columns().iter().map(|tag| tag.with_kind(in_width(tag.kind(), flags))).collect();
    let arranged = Arranged::new(source.columns());
    let view = Mutex::new(View { walk: Walk::new(columns), arranged });
    let loan = source.loan();
    let table = OwnTable { methods: OwnTable::<S>::METHODS, count: Count::one(), source, view, loan };
    Box::into_raw(Box::new(table)).cast()
}

impl<S: RowSource> OwnTable<S> {
    const METHODS: &'static IMAPITableVtbl = &imapi_table::vtable::<Self, 0>();

    fn answer(&self, work: impl FnOnce() -> Result<()>) -> Code {
        if let Some(code) = self.source.faults().and_then(|faults| faults.strike("table", "a call")) {
            return code;
        }
        if self.source.is_over() {
            // MEM-13: a client may have its own tables after the end, and ask them.
            if self.source.faults().is_some() {
                self.loan.tell("IMAPITable", MisuseKind::UsedAfterLoan);
            }
            return Code::INVALID_OBJECT;
        }
        work().map_or_else(|error: Error| error.code(), |()| Code::OK)
    }

    /// A call on the rows as they are now.
    fn call(&self, work: &mut dyn TableWork) -> Code {
        let mut code = Code::OK;
        let done = self.answer(|| {
            self.source.with_rows(|rows, version| {
                let view = &mut *lock(&self.view);
                let mut rows = OwnRows { rows, version, arranged: &mut view.arranged };
                rows.refresh()?;
                let memory = self.source.memory();
                let mut rows = Rowset { source: &mut rows, own: &Nothing, memory: &memory, follows: true };
                code = work.run(&mut view.walk, &mut rows)?;
                Ok(())
            })
        });
        if done.is_failure() { done } else { code }
    }
}

// SAFETY: O2: one vtable pointer first.
unsafe impl<S: RowSource> Class for OwnTable<S> {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        invalidated::slot(iid, &[&[IID_IMAPITable]], self.source.is_over())
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed in `own_table`.
        unsafe { release_last(this) };
    }

    fn refuse(this: Receiver<'_, Self>) -> Code {
        this.answer(|| Err(Code::NO_SUPPORT.into()))
    }
}

impl<S: RowSource> LentObject for OwnTable<S> {
    const INTERFACES: &'static [InterfaceNames] =
        &[InterfaceNames { interface: "IMAPITable", methods: imapi_table::NAMES }];

    fn loan(&self) -> &Loan {
        &self.loan
    }
}

impl<S: RowSource> TableObject for OwnTable<S> {
    fn with_table(this: Receiver<'_, Self>, work: &mut dyn TableWork) -> Code {
        this.call(work)
    }

    fn advise(this: Receiver<'_, Self>, sink: Option<LentSink<'_>>, connection: Out<'_, usize>) -> Code {
        this.answer(|| {
            connection.write(this.source.advise(fnevTableModified, sink)?);
            Ok(())
        })
    }

    /// Also of a table whose rows have ended.
    fn unadvise(this: Receiver<'_, Self>, connection: usize) -> Code {
        this.source.unadvise(connection).map_or_else(|error| error.code(), |()| Code::OK)
    }
}
