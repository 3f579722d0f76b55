//! A kind with two letters exchanged.
use provider_runtime::prelude::*;

#[mapi_provider(kind = "trasnport", name = "Post", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a13")]
struct Post;

fn main() {}
