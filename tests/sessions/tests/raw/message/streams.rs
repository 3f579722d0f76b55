//! Long properties as streams: what comes out, what goes in and when the object has it, and the
//! answers of COM's own.
#![allow(unsafe_code, reason = "raw calls are what is tested")]

use super::{Raw, held, lunch, session};
use provider_runtime::abi;
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::{IID_IMAPITable, IID_IStream};
use provider_runtime::abi::istream::*;
use provider_runtime::abi::param::{In, Out};
use provider_runtime::prelude::*;
use std::ptr::null_mut;
use support::raw::methods;

const fn code(word: u32) -> Code {
    Code(word.cast_signed())
}

const NOT_IMPLEMENTED: Code = code(0x8000_4001);
const INVALID_FUNCTION: Code = code(0x8003_0001);
const ACCESS_DENIED: Code = code(0x8003_0005);
const INVALID_POINTER: Code = code(0x8003_0009);
const MEDIUM_FULL: Code = code(0x8003_0070);

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// All that is left of a stream.
fn rest(stream: &Raw<'_>) -> Vec<u8> {
    let pieces = std::iter::repeat_with(|| stream.read_bytes(1000).unwrap());
    pieces.take_while(|piece| !piece.is_empty()).flatten().collect()
}

#[test]
fn a_long_body_is_a_stream_in_either_width() {
    let session = session();
    let long = "Grüße. ".repeat(2000);
    let lent =
        lunch().with(tags::BODY, long.as_str()).with(tags::RTF_COMPRESSED, vec![7_u8; 9000]).lend(session.memory());
    let message = held(&lent, session.memory());
    for tag in [tags::BODY::ID, tags::RTF_COMPRESSED::ID] {
        assert_eq!(message.get(tag), Code::NOT_ENOUGH_MEMORY.into());
    }
    let all = message.get_props(&[], MAPI_UNICODE);
    assert_eq!(all.0, Code::W_ERRORS_RETURNED);
    assert_eq!(rest(&message.stream(tags::BODY::ID, 0).unwrap()), utf16(&long));
    let narrow = rest(&message.stream(abi::tags::BODY_A, 0).unwrap());
    assert_eq!((narrow.len(), &narrow[..7]), (7 * 2000, &b"Gr\xFC\xDFe. "[..]));
    assert_eq!(rest(&message.stream(tags::RTF_COMPRESSED::ID, 0).unwrap()), [7; 9000]);
    drop((message, lent));
    assert_eq!(session.memory().live(), 0);
}

#[test]
fn what_is_written_is_in_the_message_at_commit_and_gone_without() {
    let session = session();
    let lent = lunch().lend(session.memory());
    let message = held(&lent, session.memory());
    let stream = message.stream(tags::BODY::ID, MAPI_CREATE | MAPI_MODIFY).unwrap();
    assert_eq!(rest(&stream), [0_u8; 0]); // what was there is discarded
    assert_eq!(stream.write(&utf16("At one.")), (Code::OK, 14));
    assert_eq!(lent.current().text(tags::BODY), Some("At noon."));
    assert_eq!((stream.commit(), lent.current().text(tags::BODY)), (Code::OK, Some("At one.")));
    assert_eq!((stream.seek(6, STREAM_SEEK_SET), stream.write(&utf16("two."))), ((Code::OK, 6), (Code::OK, 8)));
    drop(stream);
    assert_eq!(lent.current().text(tags::BODY), Some("At one."));
    let narrow = message.stream(abi::tags::SENDER_NAME_A, MAPI_CREATE | MAPI_MODIFY).unwrap();
    assert_eq!((narrow.write(b"J\xFCrgen\0"), narrow.commit()), ((Code::OK, 7), Code::OK));
    drop(narrow);
    assert_eq!((lent.current().text(tags::SENDER_NAME), lent.saved()), (Some("Jürgen"), None));
    // A stream that nothing was written to changes nothing.
    drop(message.stream(tags::BODY::ID, MAPI_MODIFY).unwrap());
    assert_eq!(lent.current().text(tags::BODY), Some("At one."));
}

#[test]
fn a_stream_is_read_and_changed_from_anywhere_inside_its_bounds() {
    let session = session();
    let lent = lunch().with(tags::RTF_COMPRESSED, b"0123456789".as_slice()).lend(session.memory());
    let message = held(&lent, session.memory());
    let stream = message.stream(tags::RTF_COMPRESSED::ID, MAPI_MODIFY).unwrap();
    assert_eq!(stream.seek(-3, STREAM_SEEK_END), (Code::OK, 7));
    assert_eq!(stream.read_bytes(9), Ok(b"789".to_vec()));
    assert_eq!(stream.seek(-8, STREAM_SEEK_CUR), (Code::OK, 2));
    assert_eq!(stream.seek(-3, STREAM_SEEK_CUR), (INVALID_FUNCTION, 0));
    assert_eq!(stream.seek(0, 9), (INVALID_FUNCTION, 0));
    assert_eq!((stream.read_bytes(1), stream.set_size(4)), (Ok(b"2".to_vec()), Code::OK));
    assert_eq!((rest(&stream), stream.seek(6, STREAM_SEEK_SET)), (b"3".to_vec(), (Code::OK, 6)));
    assert_eq!((stream.read_bytes(1), stream.write(b"x")), (Ok(vec![]), (Code::OK, 1)));
    assert_eq!((stream.commit(), lent.current().get(tags::RTF_COMPRESSED)), (Code::OK, Some(&b"0123\0\0x"[..].into())));
    // Numbers from outside are bounded before anything is allocated.
    assert_eq!((stream.set_size(u64::MAX), stream.set_size((256 << 20) + 1)), (MEDIUM_FULL, MEDIUM_FULL));
    assert_eq!(stream.seek(i64::MAX, STREAM_SEEK_SET), (Code::OK, i64::MAX as u64));
    assert_eq!((stream.write(b"x"), stream.read_bytes(1)), ((MEDIUM_FULL, 0), Ok(vec![])));
    let beyond = (stream.seek(i64::MAX, STREAM_SEEK_CUR).0, stream.seek(2, STREAM_SEEK_CUR).0);
    assert_eq!((beyond, stream.write(b"xy")), ((Code::OK, INVALID_FUNCTION), (MEDIUM_FULL, 0)));
}

#[test]
fn a_stream_is_copied_into_another_one_and_into_itself() {
    let session = session();
    let long = vec![7; 200_000];
    let lent = lunch().with(tags::RTF_COMPRESSED, long.as_slice()).lend(session.memory());
    let message = held(&lent, session.memory());
    let from = message.stream(tags::RTF_COMPRESSED::ID, 0).unwrap();
    let (_, attachment) = message.create_attach().unwrap();
    let into = attachment.stream(tags::ATTACH_DATA_BIN::ID, MAPI_CREATE | MAPI_MODIFY).unwrap();
    assert_eq!(from.copy_to(&into, u64::MAX), (Code::OK, 200_000, 200_000));
    assert_eq!((into.seek(0, STREAM_SEEK_SET).0, rest(&into)), (Code::OK, long));
    assert_eq!((into.seek(0, STREAM_SEEK_SET).0, into.copy_to(&into, u64::MAX).0), (Code::OK, Code::OK)); // it ends
    assert_eq!((from.seek(0, STREAM_SEEK_SET).0, into.copy_to(&from, 1).0), (Code::OK, Code::OK)); // nothing is left
    assert_eq!((into.seek(0, STREAM_SEEK_SET).0, into.copy_to(&from, 1)), (Code::OK, (ACCESS_DENIED, 1, 0)));
    drop((from, into, attachment, message));
    assert_eq!((lent.close().left, session.memory().live()), (0, 0));
}

#[test]
fn a_stream_for_reading_refuses_to_be_written_and_opening_says_what_is_wrong() {
    let session = session();
    let lent = lunch().with(tags::ENTRYID, b"known".as_slice()).lend(session.memory());
    let message = held(&lent, session.memory());
    let stream = message.stream(tags::BODY::ID, 0).unwrap();
    assert_eq!((stream.write(b"x"), stream.set_size(0)), ((ACCESS_DENIED, 0), ACCESS_DENIED));
    let refusals = [
        (message.stream(tags::SENDER_NAME::ID, 0), Code::NOT_FOUND),
        (message.stream(tags::SENDER_NAME::ID, MAPI_MODIFY), Code::NOT_FOUND),
        (message.stream(tags::SENDER_NAME::ID, MAPI_CREATE), Code::INVALID_PARAMETER),
        (message.stream(tags::BODY::ID.with_kind(PT_UNSPECIFIED), 0), Code::INVALID_PARAMETER),
        (message.stream(tags::BODY::ID.with_kind(PT_BINARY), 0), Code::INVALID_TYPE),
        (message.stream(tags::PRIORITY::ID, 0), Code::NO_SUPPORT),
        (message.stream(tags::ENTRYID::ID, MAPI_MODIFY), Code::COMPUTED),
        (message.stream(tags::BODY::ID, 0x0800_0000), Code::UNKNOWN_FLAGS),
        (message.open_property(tags::BODY::ID, IID_IMAPITable, 0), Code::INTERFACE_NOT_SUPPORTED),
    ];
    for (index, (opened, code)) in refusals.into_iter().enumerate() {
        assert_eq!(opened.err(), Some(code), "{index}");
    }
    drop((stream, message));
    assert_eq!(lent.close().left, 0);
}

#[test]
fn a_stream_answers_what_it_does_not_do_as_com_says() {
    let session = session();
    let lent = lunch().lend(session.memory());
    let message = held(&lent, session.memory());
    let stream = message.open_property(tags::BODY::ID, IID_IStream, MAPI_MODIFY).unwrap();
    let m = methods::<IStreamVtbl>(stream.object);
    let this = stream.this();
    let mut out = null_mut();
    // SAFETY: O1, O3: the test's reference; the arguments are ours until it returns.
    let codes = unsafe {
        [
            ((m.revert)(this), NOT_IMPLEMENTED),
            ((m.clone)(this, Out::from(&mut out)), NOT_IMPLEMENTED),
            ((m.lock_region)(this, 0, 1, 0), INVALID_FUNCTION),
            ((m.unlock_region)(this, 0, 1, 0), INVALID_FUNCTION),
            ((m.sequential.read)(this, Out::null(), 1, Out::null()), INVALID_POINTER),
            ((m.sequential.write)(this, In::null(), 1, Out::null()), INVALID_POINTER),
            ((m.copy_to)(this, null_mut(), 1, Out::null(), Out::null()), INVALID_POINTER),
            ((m.stat)(this, Out::null(), 0), INVALID_POINTER),
            ((m.seek)(this, 0, STREAM_SEEK_END, Out::null()), Code::OK),
        ]
    };
    for (index, (code, wanted)) in codes.into_iter().enumerate() {
        assert_eq!(code, wanted, "{index}");
    }
    let mut stat = std::mem::MaybeUninit::<STATSTG>::uninit();
    // SAFETY: O3: room for one, ours until the call returns.
    let out = unsafe { Out::from_raw(stat.as_mut_ptr()) };
    // SAFETY: O1: the test's reference.
    assert_eq!(unsafe { (m.stat)(this, out, 0) }, Code::OK);
    // SAFETY: O3: the call went well, so it is written.
    let stat = unsafe { stat.assume_init() };
    assert_eq!((stat.kind, stat.size, stat.mode, stat.name.is_null()), (STGTY_STREAM, 16, 2, true));
}
