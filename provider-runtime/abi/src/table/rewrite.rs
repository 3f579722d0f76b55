//! What a source is asked for instead of what a client said: parts of a restriction that the table
//! answers by itself are taken out, and rows are copied where the source cannot give a view.

use super::instance::InstanceKeys;
use super::prepared::Rowset;
use super::restriction::{Relation, Restriction};
use super::sort::SortOrder;
use super::values::{ValueRow, Values};
use super::view::{OwnColumns, Rows, RowsFrom, TableView};
use crate::error::{Error, Result};
use crate::prop_value::PropValue;
use crate::shapes::code::Code;
use crate::shapes::tag::PropTag;
use crate::shapes::tags;

/// Up to this many rows are copied where a source cannot give a view; a larger table is
/// `MAPI_E_TOO_COMPLEX`.
pub const MOST_COPIED: usize = 100_000;

/// The columns that there are.
pub(super) struct Columns {
    /// Those of the source.
    source: Vec<PropTag>,
    /// Those of the table itself.
    own: Vec<PropTag>,
}

impl Columns {
    pub(super) fn of(rows: &Rowset<'_>) -> Result<Self> {
        let mut own = rows.own.columns();
        own.insert(0, tags::INSTANCE_KEY);
        Ok(Self { source: rows.source.columns()?, own })
    }

    /// All of them, each once.
    pub(super) fn all(&self) -> Vec<PropTag> {
        let mut all = self.own.clone();
        all.extend(self.source.iter().filter(|tag| !has(&self.own, **tag)));
        all
    }

    fn is_known(&self, tag: PropTag) -> bool {
        has(&self.own, tag) || has(&self.source, tag)
    }

    /// The order without the columns that no row has: they sort nothing.
    pub(super) fn sorted(&self, order: &SortOrder) -> SortOrder {
        SortOrder { keys: order.keys.iter().filter(|key| self.is_known(key.tag)).copied().collect() }
    }

    /// The restriction as the source understands it: a part on a property that no row has is false
    /// (RES-47), a part on one that the table gives is what that makes of it.
    pub(super) fn rewritten(&self, whole: &Restriction, own: &dyn OwnColumns, keys: &InstanceKeys) -> Restriction {
        whole.rewritten(&|leaf| {
            let mut is_known = true;
            leaf.each_tag(&mut |tag| is_known &= self.is_known(tag));
            if !is_known {
                return Some(NO_ROW);
            }
            of_instance(leaf, keys).or_else(|| own.rewritten(leaf, &|tag| has(&self.source, tag)))
        })
    }

    /// Whether the source can be asked for the view: it names nothing that only the table has.
    fn are_sources(&self, view: &TableView) -> bool {
        let mut are_sources = view.sort.keys.iter().all(|key| has(&self.source, key.tag));
        let mut see = |tag| are_sources &= has(&self.source, tag);
        if let Some(whole) = &view.restriction {
            whole.each_tag(&mut see);
        }
        are_sources
    }
}

const NO_ROW: Restriction = Restriction::Or(Vec::new());

fn has(columns: &[PropTag], tag: PropTag) -> bool {
    columns.iter().any(|other| other.id() == tag.id())
}

/// A part on PR_INSTANCE_KEY, by the row's own key (TBL-51).
fn of_instance(leaf: &Restriction, keys: &InstanceKeys) -> Option<Restriction> {
    match leaf {
        Restriction::Property { tag, relation, value: PropValue::Binary(instance) }
            if tag.id() == tags::INSTANCE_KEY.id() =>
        {
            by_key(*relation, keys.key(instance))
        }
        Restriction::Exists(tag) if tag.id() == tags::INSTANCE_KEY.id() => Some(Restriction::And(Vec::new())),
        _ => None,
    }
}

/// What it means that something which stands for a row's key is, or is not, that of `key`; `None`
/// for a key of no row, and for a relation that keys do not have.
pub fn by_key(relation: Relation, key: Option<Vec<u8>>) -> Option<Restriction> {
    let is_it = key.map_or(NO_ROW, Restriction::Key);
    match relation {
        Relation::Equal => Some(is_it),
        Relation::Unequal => Some(is_it.negated()),
        _ => None,
    }
}

/// Makes the source ready for a view, or copies its rows if it cannot give that.
pub(super) fn prepared(rows: &mut Rowset<'_>, view: &TableView, keys: &InstanceKeys) -> Result<Option<Values>> {
    if Columns::of(rows)?.are_sources(view) {
        match rows.source.prepare(view) {
            Err(error) if error.code() == Code::TOO_COMPLEX => {}
            other => return other.map(|()| None),
        }
    }
    let plain = TableView::default();
    rows.source.prepare(&plain)?;
    let mut copy = copied(rows, &plain, keys)?;
    copy.prepare_with(view, &|key, tag| rows.own.inside(key, tag))?;
    Ok(Some(copy))
}

/// All rows of a view that the source has prepared, with all their columns.
pub(super) fn copied(rows: &Rowset<'_>, view: &TableView, keys: &InstanceKeys) -> Result<Values> {
    if rows.source.count(view)? > MOST_COPIED as u64 {
        return Err(Error::new(Code::TOO_COMPLEX, "more rows than are copied for a view"));
    }
    let columns = Columns::of(rows)?.all();
    let view = TableView { columns: columns.clone(), ..view.clone() };
    let mut out = Rows::new(rows.memory, &columns, columns.len(), MOST_COPIED, rows.own, keys);
    rows.source.rows(&view, RowsFrom::Start, MOST_COPIED, &mut out)?;
    let mut all = Vec::new();
    for row in out.into_rows() {
        let (key, values) = row.into_values(&columns)?;
        all.push(ValueRow { key, values });
    }
    Ok(Values::new(columns.clone(), all))
}
