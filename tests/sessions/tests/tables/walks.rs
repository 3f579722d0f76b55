//! Random walks through a table, beside a naive model of it: a list that is filtered and sorted as
//! a whole, and a number for the position.

use crate::client::Client;
use crate::provider::{Line, SIZE, setup};
use proptest::prelude::*;
use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;

/// A restriction, and what it means in the model.
type Test = (Restriction, fn(&Known, i32) -> bool, i32);

/// A row as the model knows it.
#[derive(Clone, Debug)]
struct Known {
    key: u64,
    subject: Option<String>,
    size: Option<i32>,
    flags: i32,
}

#[derive(Clone, Debug)]
enum Step {
    Read(i32, bool),
    Seek(u8, i32),
    Fraction(u32, u32),
    Find(usize, u8, bool),
    Restrict(Option<usize>),
    Sort(Vec<(bool, bool)>),
    Bookmark,
    Look,
}

fn tests() -> Vec<Test> {
    let mut all: Vec<Test> = Vec::new();
    for number in [-1, 0, 2] {
        all.push((
            Restriction::compares(SIZE, Relation::Less, number),
            |row, n| row.size.is_some_and(|size| size < n),
            number,
        ));
        all.push((Restriction::equals(SIZE, number).negated(), |row, n| row.size != Some(n), number));
    }
    all.push((Restriction::bits(tags::MESSAGE_FLAGS, 1, false), |row, _| row.flags & 1 == 0, 0));
    all.push((Restriction::Exists(tags::SUBJECT::ID), |row, _| row.subject.is_some(), 0));
    all.push((
        Restriction::begins(tags::SUBJECT, "a"),
        |row, _| row.subject.as_ref().is_some_and(|text| text.to_lowercase().starts_with('a')),
        0,
    ));
    all.push((
        Restriction::begins(tags::SUBJECT, "b").and(Restriction::bits(tags::MESSAGE_FLAGS, 1, true)),
        |row, _| row.flags & 1 == 1 && row.subject.as_ref().is_some_and(|text| text.to_lowercase().starts_with('b')),
        0,
    ));
    all.push((Restriction::equals(tags::IMPORTANCE, 1), |_, _| true, 0));
    all.push((Restriction::Or(vec![]), |_, _| false, 0));
    all
}

fn rows() -> impl Strategy<Value = Vec<Known>> {
    let row = (prop::option::of("[abAB]{0,2}"), prop::option::of(-2..3_i32), 0..2_i32);
    prop::collection::vec(row, 0..12).prop_map(|all| {
        (0..).zip(all).map(|(key, (subject, size, flags))| Known { key, subject, size, flags }).collect()
    })
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (-5..8_i32, any::<bool>())
            .prop_filter("0 is refused", |(n, _)| *n != 0)
            .prop_map(|(n, moves)| Step::Read(n, moves)),
        (0..5_u8, prop_oneof![-14..14_i32, Just(i32::MIN), Just(i32::MAX), Just(2000), Just(-2000)])
            .prop_map(|(bookmark, n)| Step::Seek(bookmark, n)),
        (0..9_u32, 1..9_u32).prop_map(|(over, under)| Step::Fraction(over, under)),
        (0..tests().len(), 0..4_u8, any::<bool>()).prop_map(|(test, bookmark, back)| Step::Find(test, bookmark, back)),
        prop::option::of(0..tests().len()).prop_map(Step::Restrict),
        prop::collection::vec(any::<(bool, bool)>(), 0..3).prop_map(Step::Sort),
        Just(Step::Bookmark),
        Just(Step::Look),
    ];
    prop::collection::vec(step, 1..30)
}

fn line(row: &Known) -> Line {
    let mut values = vec![Property::new(tags::MESSAGE_FLAGS, row.flags)];
    values.extend(row.subject.as_deref().map(|subject| Property::new(tags::SUBJECT, subject)));
    values.extend(row.size.map(|size| Property::new(SIZE, size)));
    (row.key, values)
}

/// The naive table.
struct Model {
    all: Vec<Known>,
    test: Option<usize>,
    sort: Vec<(bool, bool)>,
    view: Vec<Known>,
    at: usize,
    /// Each bookmark's number, and where it stands.
    bookmarks: Vec<(usize, usize)>,
}

impl Model {
    fn arrange(&mut self) {
        let tests = tests();
        let fits = |row: &&Known| self.test.is_none_or(|test| (tests[test].1)(row, tests[test].2));
        self.view = self.all.iter().filter(fits).cloned().collect();
        self.view.sort_by(|one, other| {
            let by = |(is_subject, is_descending): &(bool, bool)| {
                let none_last = |one_is_none: bool, other_is_none: bool| one_is_none.cmp(&other_is_none);
                let (missing, mut order) = if *is_subject {
                    let text = |row: &Known| row.subject.as_ref().map(|text| text.to_lowercase());
                    (none_last(one.subject.is_none(), other.subject.is_none()), text(one).cmp(&text(other)))
                } else {
                    (none_last(one.size.is_none(), other.size.is_none()), one.size.cmp(&other.size))
                };
                if *is_descending {
                    order = order.reverse();
                }
                missing.then(order)
            };
            let order = self.sort.iter().map(by).find(|order| order.is_ne());
            order.unwrap_or(std::cmp::Ordering::Equal).then(one.key.cmp(&other.key))
        });
        (self.at, self.bookmarks) = (0, Vec::new());
    }

    /// A bookmark: its number, and where it stands.
    fn bookmark(&self, which: u8) -> (usize, usize) {
        match which {
            0 => (BOOKMARK_BEGINNING, 0),
            1 => (BOOKMARK_CURRENT, self.at),
            2 => (BOOKMARK_END, self.view.len()),
            which => *self.bookmarks.get(usize::from(which) - 3).unwrap_or(&(BOOKMARK_CURRENT, self.at)),
        }
    }
}

fn keys(rows: &[Vec<Property>]) -> Vec<u64> {
    rows.iter().map(|row| u64::from_le_bytes(*row[0].value.as_binary().unwrap()[20..].first_chunk().unwrap())).collect()
}

fn known_keys(rows: &[Known]) -> Vec<u64> {
    rows.iter().map(|row| row.key).collect()
}

fn take(step: &Step, model: &mut Model, table: &Client) {
    let length = model.view.len();
    match step {
        Step::Read(count, moves) => {
            let rows = table.rows(*count, if *moves { 0 } else { TBL_NOADVANCE }).unwrap();
            let end = model.at.saturating_add_signed(*count as isize).min(length);
            let expected = &model.view[model.at.min(end)..model.at.max(end)];
            assert_eq!(keys(&rows), known_keys(expected));
            if *moves && *count > 0 {
                model.at = end;
            }
        }
        Step::Seek(which, distance) => {
            let (number, start) = model.bookmark(*which);
            model.at = start.saturating_add_signed(*distance as isize).min(length);
            let moved = model.at as i32 - start as i32;
            assert_eq!(table.seek(number, *distance), Ok((Code::OK, moved)));
        }
        Step::Fraction(over, under) => {
            table.seek_fraction(*over, *under).unwrap();
            model.at = if over >= under { length } else { length * *over as usize / *under as usize };
        }
        Step::Find(test, which, is_backward) => {
            let (what, fits, number) = &tests()[*test];
            let (bookmark, start) = model.bookmark(*which);
            let is_it = |at: &usize| fits(&model.view[*at], *number);
            let found = if *is_backward { (0..start).rev().find(is_it) } else { (start..length).find(is_it) };
            let expected = found.map(|_| Code::OK).ok_or(Code::NOT_FOUND);
            assert_eq!(table.find(what, bookmark, u32::from(*is_backward)), expected);
            model.at = found.unwrap_or(model.at);
        }
        Step::Restrict(test) => {
            table.restrict(test.map(|test| tests()[test].0.clone()).as_ref()).unwrap();
            model.test = *test;
            model.arrange();
        }
        Step::Sort(sort) => {
            let key = |(is_subject, is_descending): &(bool, bool)| SortKey {
                tag: if *is_subject { tags::SUBJECT::ID } else { SIZE },
                is_descending: *is_descending,
            };
            table.sort(&SortOrder { keys: sort.iter().map(key).collect() }).unwrap();
            model.sort.clone_from(sort);
            model.arrange();
        }
        Step::Bookmark => model.bookmarks.push((table.bookmark().unwrap(), model.at)),
        Step::Look => {
            let [row, _, count] = table.position().unwrap();
            assert_eq!((row, count), (model.at as u32, length.max(1) as u32));
            assert_eq!(table.count(), Ok(length as u32));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_table_does_what_a_filtered_and_sorted_list_does(all in rows(), steps in steps(), is_source: bool) {
        let setup = setup(all.iter().map(line).collect(), is_source);
        let table = setup.table();
        table.set_columns(&[tags::ENTRYID::ID]).unwrap();
        let mut model = Model { all, test: None, sort: Vec::new(), view: Vec::new(), at: 0, bookmarks: Vec::new() };
        model.arrange();
        for step in &steps {
            take(step, &mut model, &table);
        }
        drop(table);
        setup.end();
    }
}
