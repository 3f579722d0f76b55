//! The rows of the table: what is done, by whom, and what it should cost at most.

use crate::Plan;
use crate::alternation::{Times, Turn, alternate, turn};
use crate::builds::{self, Built};
use crate::closing;
use crate::contenders::{Logon, Provider, made_by};
use crate::host;
use crate::object::Object;
use crate::table::{Figure, Row, Table};
use crate::threads::{self, work};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::MAPI_MODIFY;
use provider_abi::shapes::iid::IID_IMsgStore;

const OUR_UID: [u8; 16] =
    [0x0F, 0x0E, 0x6A, 0x94, 0x63, 0xA5, 0x4C, 0x7E, 0xA2, 0xF0, 0x58, 0xB1, 0xF7, 0xC5, 0xD2, 0xE3];
const CPP_UID: [u8; 16] =
    [0x3D, 0x91, 0x0B, 0x52, 0x7C, 0xE4, 0x4A, 0x16, 0x8F, 0x20, 0x65, 0xDA, 0x19, 0xB7, 0x44, 0xC3];

/// What is written into a cell.
pub(crate) fn nanoseconds(time: f64) -> String {
    match time {
        time if time < 100.0 => format!("{time:.1} ns"),
        time if time < 10_000.0 => format!("{time:.0} ns"),
        time => format!("{:.1} µs", time / 1_000.0),
    }
}

/// A logon, and a message that it has opened for changing.
#[derive(Clone, Copy)]
struct Open {
    provider: Provider,
    logon: Logon,
    message: Object,
}

impl Open {
    fn of(provider: Provider) -> Self {
        let logon = provider.log_on();
        let message = logon.open(&logon.entry(7), MAPI_MODIFY);
        assert_eq!(message.save(), Code::OK);
        assert_eq!(message.last_error(), Code::OK);
        Self { provider, logon, message }
    }

    fn close(self) {
        self.message.release();
        self.logon.end();
    }
}

/// Who is compared.
struct Bench<'p> {
    plan: &'p Plan,
    ours: Open,
    cpp: Open,
    windows_core: Object,
    /// An object with methods that do nothing.
    bare: Object,
    rows: Vec<Row>,
}

/// Measures everything.
pub(crate) fn table(plan: &Plan) -> Table {
    threads::be_several();
    let Built { ours, cpp, windows_core } = builds::all();
    let provider = Provider::load(&ours, OUR_UID);
    let peer = Provider::load(&cpp, CPP_UID);
    let calls = same_calls(provider, peer);
    let mut bench = Bench {
        plan,
        ours: Open::of(provider),
        cpp: Open::of(peer),
        windows_core: made_by(&windows_core, "make"),
        bare: made_by(&cpp, "make_bare"),
        rows: Vec::new(),
    };
    bench.counts();
    bench.border();
    bench.two_threads();
    bench.opening();
    bench.logging_on();
    bench.properties();
    bench.rows.extend(closing::rows(plan, provider, peer));
    bench.ours.close();
    bench.cpp.close();
    let notes =
        vec![format!("A logon and its logoff make {calls} calls of MAPI's, ours and the store in C++ the same.")];
    Table { columns: &["ours", "C++", "other"], rows: bench.rows, notes }
}

/// How many calls of MAPI's a logon and its logoff make: the same, or the two cannot be compared.
fn same_calls(ours: Provider, cpp: Provider) -> usize {
    let [ours, cpp] = [ours, cpp].map(|provider| {
        let mut calls = host::calls_during(|| provider.log_on().end());
        calls.sort_unstable();
        calls
    });
    assert_eq!(ours, cpp, "the stores make other calls of MAPI's at a logon and its logoff");
    ours.len()
}

/// The same work of each.
fn each<'a, R>(all: &[Open], work: impl Fn(Open) -> R + Copy + 'a) -> Vec<Turn<'a>> {
    all.iter().copied().map(|open| turn(move || work(open))).collect()
}

impl Bench<'_> {
    fn both(&self) -> [Open; 2] {
        [self.ours, self.cpp]
    }

    /// A row of ours beside the store in C++.
    fn row(&mut self, what: &str, goal: f64, times: &Times, other: String) {
        let cells = vec![nanoseconds(times.of(0)), nanoseconds(times.of(1)), other];
        self.rows.push(Row::new(what, cells, Figure::Times(times.ratio(0, 1)), goal));
    }

    fn compare<R>(&mut self, what: &str, goal: f64, work: impl Fn(Open) -> R + Copy) {
        if self.plan.has(what) {
            let times = alternate(self.plan.effort, each(&self.both(), work));
            self.row(what, goal, &times, String::new());
        }
    }

    /// The same with windows-core's object.
    fn compare_objects<R>(&mut self, what: &str, work: impl Fn(Object) -> R + Copy) {
        if self.plan.has(what) {
            let peer = self.windows_core;
            let mut turns = each(&self.both(), |open| work(open.logon.store));
            turns.push(turn(move || work(peer)));
            let times = alternate(self.plan.effort, turns);
            self.row(what, 1.1, &times, format!("windows-core {}", nanoseconds(times.of(2))));
        }
    }

    fn counts(&mut self) {
        self.compare_objects("AddRef, Release", Object::add_and_release);
        self.compare_objects("QueryInterface, Release", |object| object.query_and_release(&IID_IMsgStore));
    }

    /// What a call costs over one that does nothing.
    fn border(&mut self) {
        let what = "SaveChanges, over a bare call";
        if !self.plan.has(what) {
            return;
        }
        let bare = self.bare;
        let mut turns = each(&self.both(), |open| open.message.save());
        turns.push(turn(move || bare.save()));
        let times = alternate(self.plan.effort, turns);
        let more = |who: usize| times.paired(who, 2, |time, bare| time - bare);
        let cells = vec![
            nanoseconds(times.of(0)),
            format!("{}, {}", nanoseconds(times.of(1)), Figure::Nanoseconds(more(1))),
            format!("a bare call {}", nanoseconds(times.of(2))),
        ];
        self.rows.push(Row::new(what, cells, Figure::Nanoseconds(more(0)), 10.0));
    }

    /// Two threads on one object, beside their AddRef and Release of it.
    fn two_threads(&mut self) {
        const TIMES: u32 = 10_000;
        let Open { logon, message, .. } = self.ours;
        let peer = self.cpp;
        let last_error = [work(|| logon.store.last_error()), work(|| peer.logon.store.last_error())];
        let save = [work(|| message.save()), work(|| peer.message.save())];
        let counts = [logon.store, message];
        let rows =
            [("GetLastError, two threads on one object", last_error), ("SaveChanges, two threads on one logon", save)];
        for ((what, both), object) in rows.into_iter().zip(counts) {
            if !self.plan.has(what) {
                continue;
            }
            let [ours, cpp] = both;
            let turns = [ours, cpp, work(|| object.add_and_release())];
            let row = match threads::alternate(self.plan.effort, TIMES, &turns) {
                None => Row::new(what, vec![String::new(); 3], Figure::None, 2.0),
                Some(times) => {
                    let beside = format!("AddRef, Release {}", nanoseconds(times.of(2)));
                    let cells = [times.of(0), times.of(1)].map(nanoseconds).to_vec();
                    let figure = Figure::Times(times.ratio(0, 2));
                    // The unsaved state of one message has a lock, on which its threads meet.
                    Row { limit: 20.0, ..Row::new(what, [cells, vec![beside]].concat(), figure, 2.0) }
                }
            };
            self.rows.push(row);
        }
    }

    fn opening(&mut self) {
        self.compare("open and close a message", 1.5, |open| open.logon.open(&open.logon.entry(7), 0).release());
    }

    fn logging_on(&mut self) {
        self.compare("logon and logoff", 1.5, |open| open.provider.log_on().end());
    }

    fn properties(&mut self) {
        for (what, tags) in wanted() {
            self.expect_same_answers(&tags);
            self.compare(what, 2.0, |open| open.message.get_props(&tags));
        }
    }

    /// Both give every property, in its own type.
    fn expect_same_answers(&self, tags: &[u32]) {
        for open in self.both() {
            let code = open.message.with_props(tags, |values| {
                let given: Vec<_> = values.iter().map(|value| value.prop_tag).collect();
                assert_eq!(given, tags[1..]);
            });
            assert_eq!(code, Code::OK);
        }
    }
}

/// The properties that are asked for, with their number first.
fn wanted() -> [(&'static str, Vec<u32>); 5] {
    let tag = |place: u32| (0x6700 + place) << 16 | [0x0003, 0x001F, 0x0102, 0x0014][place as usize % 4];
    [
        ("GetProps of a number", vec![1, tag(0)]),
        ("GetProps of a text", vec![1, tag(1)]),
        ("GetProps of a text that is not all ASCII", vec![1, tag(5)]),
        ("GetProps of bytes", vec![1, tag(2)]),
        ("GetProps of 20 properties", [20].into_iter().chain((0..20).map(tag)).collect()),
    ]
}
