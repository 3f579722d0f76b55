//! `IMAPITable` over what an author gave: rows that are values, or a source of rows. Columns,
//! views and places are `provider-abi`'s (`table/`), what the runtime answers in rows is in
//! `own_row.rs`.

use super::content::{Content, Opens, TableKind};
use super::lent_rows::with_source;
use super::own_row::OwnRow;
use super::prop::get_last_error;
use super::{changes, tree};
use crate::logon::object::{OpenedObject, Origin, Shape};
use crate::logon::object_key::ObjectKey;
use crate::logon::open_value::{OpenTable, RowKind, TableRows, TableState, Value};
use crate::logon::state::LogonState;
use crate::provider::{AuthorRows, Table};
use provider_abi::class::{Receiver, interface};
use provider_abi::com_ptr::Lent;
use provider_abi::error::Result;
use provider_abi::interfaces::imapi_table;
use provider_abi::requested::in_width;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::{CONVENIENT_DEPTH, MAPI_ASSOCIATED};
use provider_abi::shapes::iid::IID_IMAPITable;
use provider_abi::shapes::imapi_advise_sink::IMAPIAdviseSinkVtbl;
use provider_abi::shapes::param::Out;
use provider_abi::shapes::structs::MAPIERROR;
use provider_abi::shapes::tag::PropTag;
use provider_abi::table::{Rowset, TableObject, TableWork, Values, Walk};
use std::ffi::c_void;
use std::sync::Arc;

/// `SHOW_SOFT_DELETES`: nothing is kept that was deleted, so its table is empty (CONT-4). It stands
/// in no header of MAPI's own.
pub(super) const SHOW_SOFT_DELETES: u32 = 0x0000_0002;

/// Opens a table of an object: by its method, or as a property (PROP-33).
pub(in crate::bridge) fn open_kind<P: Opens>(
    this: &OpenedObject<P>,
    provider: &P,
    kind: TableKind,
    flags: u32,
    method: &'static str,
    out: Out<'_, *mut c_void>,
) -> Result<Code> {
    let out = out.needed()?;
    let mut rows = this.with_value(provider, |value| match value {
        Value::Opened(content) => content.rows(provider, kind),
        _ => Err(Code::NO_SUPPORT.into()),
    })?;
    if flags & SHOW_SOFT_DELETES != 0 {
        rows = Table::new(rows.columns);
    }
    let mut shown = match kind {
        TableKind::Contents | TableKind::Associated => RowKind::Contents,
        TableKind::Hierarchy => RowKind::Hierarchy,
        TableKind::Recipients => RowKind::Recipients,
        TableKind::Attachments => RowKind::Attachments,
    };
    if shown == RowKind::Hierarchy && flags & CONVENIENT_DEPTH != 0 {
        let key = this.role.key.bytes().unwrap_or_default();
        (rows, shown) = tree::deepened(&this.logon.uid(), provider, key, rows)?;
    }
    let parent = (this.role.shape.name, this.role.key.bytes().unwrap_or_default());
    out.write(open_table(parent, &this.logon, shown, rows, flags, method));
    Ok(Code::OK)
}

fn shape<P: Opens>() -> &'static Shape {
    const { &Shape::of(0, "table", &[IID_IMAPITable], const { &imapi_table::vtable::<OpenedObject<P>, 0>() }) }
}

/// A new table object over an author's rows, with one reference; `parent` is what opened it, and
/// that one's key. Its default columns are the required ones and the author's, text as the client
/// asked for it (TBL-3).
pub(in crate::bridge) fn open_table<P: Opens>(
    parent: (&'static str, &[u8]),
    logon: &Arc<LogonState<P>>,
    kind: RowKind,
    table: Table<P>,
    flags: u32,
    method: &'static str,
) -> *mut c_void {
    let (name, key) = parent;
    let origin = Origin { method, parent: name, entry: key };
    let follows = matches!(kind, RowKind::Contents | RowKind::Hierarchy | RowKind::Tree | RowKind::Queue)
        && changes::Following(logon).is_told();
    let is_associated = flags & MAPI_ASSOCIATED != 0;
    let open = Arc::new(OpenTable::new(kind, key.to_vec(), state(kind, table, flags), is_associated, follows));
    if follows {
        logon.open_tables.add(&open);
    }
    let value = Value::Table(open);
    let object = logon.add_opened(value, shape::<P>(), ObjectKey::None, false, &origin);
    interface(object, 0)
}

/// A table that nobody has touched.
pub(super) fn state<P: Opens>(kind: RowKind, table: Table<P>, flags: u32) -> TableState<P> {
    let mut columns = Vec::new();
    for tag in P::Opened::required(kind).iter().chain(&table.columns) {
        if !columns.iter().any(|other: &PropTag| other.id() == tag.id()) {
            columns.push(tag.with_kind(in_width(tag.kind(), flags)));
        }
    }
    let rows = match table.rows {
        AuthorRows::Values(rows) => TableRows::Values(Values::new(table.columns, rows)),
        AuthorRows::Source(source) => TableRows::Source(source),
    };
    TableState { walk: Walk::new(columns), rows }
}

impl<P: Opens> TableObject for OpenedObject<P> {
    fn with_table(this: Receiver<'_, Self>, work: &mut dyn TableWork) -> Code {
        this.call(|provider| {
            this.with_value(provider, |value| {
                let Value::Table(table) = value else { return Err(Code::NO_SUPPORT.into()) };
                let own = OwnRow { logon: &this.logon, provider, table };
                let TableState { walk, rows } = &mut *table.turn()?;
                let memory = &this.logon.link.host.memory;
                with_source(rows, &own, |source| {
                    work.run(walk, &mut Rowset { source, own: &own, memory, follows: table.follows })
                })
            })
        })
    }

    fn last_error(this: Receiver<'_, Self>, code: Code, flags: u32, error: Out<'_, *mut MAPIERROR>) -> Code {
        get_last_error(this, code, flags, error)
    }

    fn advise(
        this: Receiver<'_, Self>,
        sink: Option<Lent<'_, IMAPIAdviseSinkVtbl>>,
        connection: Out<'_, usize>,
    ) -> Code {
        changes::advise(this, sink, connection)
    }

    fn unadvise(this: Receiver<'_, Self>, connection: usize) -> Code {
        changes::unadvise(this, connection)
    }
}
