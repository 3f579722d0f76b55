//! The rows of a source, as values, for callers without a table: window by window.

use super::instance::InstanceKeys;
use super::restriction::Restriction;
use super::values::ValueRow;
use super::view::{Anchor, OwnColumns, Rows, RowsFrom, Source, TableView};
use crate::error::Result;
use crate::memory::Allocators;
use crate::shapes::tag::PropTag;
use crate::wanted::Wanted;

/// Up to `most` rows after a place, with these of their columns, in the source's own order; and the
/// place of the last one, if there may be more.
///
/// # Errors
/// The source's; `MAPI_E_NOT_ENOUGH_MEMORY`.
pub fn listed(
    source: &mut dyn Source,
    memory: &Allocators,
    columns: &[PropTag],
    after: Option<&Anchor>,
    most: usize,
) -> Result<(Vec<ValueRow>, Option<Anchor>)> {
    let view = TableView { columns: columns.to_vec(), ..TableView::default() };
    source.prepare(&view)?;
    let keys = InstanceKeys::default();
    let mut out = Rows::new(memory, columns, columns.len(), most, &NoColumns, &keys);
    source.rows(&view, after.map_or(RowsFrom::Start, RowsFrom::After), most, &mut out)?;
    let last = if out.is_full() { out.last_anchor()? } else { None };
    let rows = out.into_rows().into_iter().map(|row| {
        let (key, values) = row.into_values(columns)?;
        Ok(ValueRow { key, values })
    });
    Ok((rows.collect::<Result<_>>()?, last))
}

/// There is no table that answers anything.
struct NoColumns;

impl OwnColumns for NoColumns {
    fn columns(&self) -> Vec<PropTag> {
        Vec::new()
    }

    fn answer(&self, _key: &[u8], _wanted: &mut Wanted<'_>) {}

    fn rewritten(&self, _leaf: &Restriction, _is_given: &dyn Fn(PropTag) -> bool) -> Option<Restriction> {
        None
    }
}
