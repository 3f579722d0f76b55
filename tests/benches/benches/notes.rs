//! What a table of a million notes costs, beside SQLite itself: `cargo bench -p benches --bench
//! notes`, with `-- --quick` of twenty thousand. The store runs in a session, so that what is
//! measured is a client's: a call over the vtable, a row in MAPI's memory, and the values of it in
//! Rust. Ratios are medians of rounds in turn.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a measurement may panic")]

use notes_store::{Notes, NotesStore, PATH};
use provider_runtime::abi::flag::{BOOKMARK_BEGINNING, MAPI_UNICODE, MDB_WRITE};
use provider_runtime::prelude::*;
use provider_runtime::session::{OpenStore, Options, Profile, Session, Store, Table};
use rusqlite::{Connection, Statement, params};
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

/// What a mail client shows of a message.
const COLUMNS: [PropTag; 16] = [
    tags::SUBJECT::ID,
    tags::NORMALIZED_SUBJECT::ID,
    tags::SENDER_NAME::ID,
    tags::MESSAGE_CLASS::ID,
    tags::DISPLAY_TO::ID,
    tags::DISPLAY_CC::ID,
    tags::CLIENT_SUBMIT_TIME::ID,
    tags::MESSAGE_DELIVERY_TIME::ID,
    tags::CREATION_TIME::ID,
    tags::LAST_MODIFICATION_TIME::ID,
    tags::MESSAGE_SIZE::ID,
    tags::MESSAGE_FLAGS::ID,
    tags::MSG_STATUS::ID,
    tags::IMPORTANCE::ID,
    tags::HASATTACH::ID,
    tags::ENTRYID::ID,
];

/// The same in SQL.
const SELECT: &str = "SELECT subject, normalized, sender, class, display_to, display_cc, submitted, delivered,
    created, modified, size, flags, status, importance, has_attach, id
    FROM message WHERE folder = 1 AND associated = 0";

/// How many rows a client reads at a time.
const WINDOW: i32 = 50;

fn fill(path: &Path, count: u32) {
    Notes::fill_with(path, [("", ""); 0]).unwrap();
    let mut file = Connection::open(path).unwrap();
    let all = file.transaction().unwrap();
    let insert = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
        INSERT INTO message (folder, associated, subject, subject_key, normalized, normalized_key, sender, sender_key,
            class, class_key, display_to, display_to_key, display_cc, display_cc_key, submitted, delivered, created,
            modified, size, flags, status, importance, has_attach)
        SELECT 1, 0, 'note ' || i, 'note ' || i, 'note ' || i, 'note ' || i, 'Ann', 'ann', 'IPM.Note', 'ipm.note',
            'Ben', 'ben', '', '', i, i, i, i, i, i % 2, 0, 1, 0 FROM n";
    all.execute(insert, params![count]).unwrap();
    all.commit().unwrap();
}

fn time<R>(work: impl FnOnce() -> R) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

/// Reads up to so many rows of SQLite's, each value on its own.
fn select(statement: &mut Statement<'_>) -> usize {
    let mut rows = statement.query([]).unwrap();
    let mut count = 0;
    while let Some(row) = rows.next().unwrap() {
        for column in 0..6 {
            black_box(row.get::<_, Option<String>>(column).unwrap());
        }
        for column in 6..16 {
            black_box(row.get::<_, Option<i64>>(column).unwrap());
        }
        count += 1;
    }
    count
}

fn contents(store: &Store) -> Table {
    let table = store.open(None, 0).unwrap().contents(MAPI_UNICODE).unwrap();
    table.set_columns(&COLUMNS).unwrap();
    table
}

/// All rows of a table, in windows.
fn walk(table: &Table) -> usize {
    table.seek(BOOKMARK_BEGINNING, 0).unwrap();
    let mut count = 0;
    loop {
        match table.rows(WINDOW, 0).unwrap().len() {
            0 => return count,
            rows => count += rows,
        }
    }
}

/// The median of the ratios of the rounds, and of the first times.
fn ratio(rounds: usize, mut ours: impl FnMut() -> Duration, mut theirs: impl FnMut() -> Duration) -> (f64, Duration) {
    let mut all: Vec<_> = (0..rounds)
        .map(|_| {
            let own = ours();
            (own.as_secs_f64() / theirs().as_secs_f64(), own)
        })
        .collect();
    all.sort_by(|one, other| one.0.total_cmp(&other.0));
    all.swap_remove(all.len() / 2)
}

fn main() {
    if std::env::args().any(|argument| argument == "build") {
        return; // what a build costs is the other bench's
    }
    let is_quick = std::env::args().any(|argument| argument == "--quick");
    let count = if is_quick { 20_000 } else { 1_000_000 };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.sqlite");
    fill(&path, count);
    let profile = Profile::named("bench").with(PATH, path.to_str().unwrap());
    let options = Options::new().no_mail().profile(profile);
    let session = Session::start_with(provider_runtime::store_entry::<NotesStore>(), options).unwrap();
    let store = session.open_store(&OpenStore::new().flags(MDB_WRITE)).unwrap();
    let file = Connection::open(&path).unwrap();
    let mut window = file.prepare(&format!("{SELECT} ORDER BY id LIMIT {WINDOW}")).unwrap();
    let mut cursor = file.prepare(&format!("{SELECT} ORDER BY id")).unwrap();

    println!("| {count} notes, {} columns | ours | beside SQLite | goal |", COLUMNS.len());
    println!("|---|---|---|---|");
    let (opened, own) =
        ratio(101, || time(|| contents(&store).rows(WINDOW, 0).unwrap().len()), || time(|| select(&mut window)));
    println!("| a table is opened and shows its first {WINDOW} rows | {own:?} | {opened:.2} × | ≤ 1.60 × |");
    let table = contents(&store);
    let mut rows = 0;
    let (walked, own) =
        ratio(3, || time(|| rows = walk(&table)), || time(|| assert_eq!(select(&mut cursor), count as usize)));
    assert_eq!(rows, count as usize);
    println!("| all rows in windows of {WINDOW}, beside one cursor | {own:?} | {walked:.2} × | ≤ 2.00 × |");
    drop((table, store));
    session.logoff();
}
