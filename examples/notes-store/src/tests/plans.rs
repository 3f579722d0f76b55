//! How SQLite finds the rows of a window: by an index of their column, from the place on, without
//! sorting.

use super::*;
use crate::columns::MESSAGE;
use crate::fault::InFile;
use crate::rows::MessageRows;
use crate::sql::Segment;
use rusqlite::params_from_iter;

fn plan(notes: &Notes, view: &TableView, segment: Segment, anchor: Option<&Anchor>) -> String {
    let listing = MessageRows { folder: ROOT, are_associated: false }.listing();
    let mut sql = listing.filter(view, segment, anchor.map(|anchor| (anchor, false, false))).unwrap();
    listing.order(&mut sql, view, segment, false).unwrap();
    let text = format!("EXPLAIN QUERY PLAN SELECT id, subject FROM message{} LIMIT 50", sql.text);
    let steps = notes.read(|all| {
        let mut query = all.prepare(&text).in_file()?;
        let steps = query.query_map(params_from_iter(sql.values), |row| row.get::<_, String>(3)).in_file()?;
        steps.collect::<rusqlite::Result<Vec<_>>>().in_file()
    });
    steps.unwrap().join("; ")
}

#[test]
fn each_column_has_an_index_in_which_a_window_begins_at_its_place() {
    let notes = in_memory();
    for column in MESSAGE {
        let index = format!("USING INDEX message_by_{} ", column.sql);
        let view = TableView { sort: SortOrder::by(column.tag), ..TableView::default() };
        let value = match column.tag.kind() {
            0x1F => "text".into(),
            0x40 => PropValue::Time(7),
            0x0B => true.into(),
            _ => 7.into(),
        };
        let mut anchor = Anchor::default();
        anchor.key = Key::Message(1).to_bytes();
        anchor.values = vec![Some(value)];
        let first = plan(&notes, &view, Segment::Having, None);
        let next = plan(&notes, &view, Segment::Having, Some(&anchor));
        for plan in [&first, &next] {
            assert!(plan.contains(&index) && !plan.contains("TEMP B-TREE"), "{}: {plan}", column.sql);
        }
        assert!(next.contains(&format!("{}>?", column.compared())), "{}: {next}", column.sql);
        anchor.values = vec![None];
        let lacking = plan(&notes, &view, Segment::Lacking, Some(&anchor));
        assert!(lacking.contains(&index) && !lacking.contains("TEMP B-TREE"), "{}: {lacking}", column.sql);
    }
    let own = plan(&notes, &TableView::default(), Segment::All, None);
    assert!(own.contains("USING INDEX message_of_folder") && !own.contains("TEMP B-TREE"), "{own}");
}
