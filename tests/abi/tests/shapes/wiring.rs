//! Which method stands at which slot of the tables that the runtime fills in: where a slot is, the compiler compares; that
//! the method of that name is in it, and not another one of the same type, is read here.

use crate::tables::root;
use std::fs;
use std::path::Path;
use syn::visit::{self, Visit};
use syn::{Expr, ExprStruct, Member};

/// The tables that have been read, and what is wrong with them.
#[derive(Default)]
pub struct Wiring {
    pub tables: usize,
    pub faults: Vec<String>,
}

impl Wiring {
    pub fn of_the_runtime() -> Self {
        let mut wiring = Self::default();
        for folder in ["abi/src", "session/src", "src"] {
            wiring.folder(&root().join("provider-runtime").join(folder));
        }
        wiring
    }

    pub fn of(text: &str) -> Self {
        let mut wiring = Self::default();
        wiring.visit_file(&syn::parse_file(text).unwrap());
        wiring
    }

    fn folder(&mut self, folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                self.folder(&path);
            } else {
                self.visit_file(&syn::parse_file(&fs::read_to_string(path).unwrap()).unwrap());
            }
        }
    }
}

impl<'ast> Visit<'ast> for Wiring {
    fn visit_expr_struct(&mut self, table: &'ast ExprStruct) {
        let name = table.path.segments.last().unwrap().ident.to_string();
        if name.ends_with("Vtbl") {
            self.tables += 1;
            let wrong = table.fields.iter().filter(|field| match &field.member {
                Member::Named(slot) => !holds(&field.expr, &slot.to_string()),
                Member::Unnamed(_) => true,
            });
            let wrong = wrong.map(|field| match &field.member {
                Member::Named(slot) => format!("{name}: {slot} holds something else"),
                Member::Unnamed(_) => format!("{name}: a slot without a name"),
            });
            self.faults.extend(wrong);
        }
        visit::visit_expr_struct(self, table);
    }
}

/// Whether it is the method that a slot is named after, a refusal, or the table of a base interface.
fn holds(value: &Expr, slot: &str) -> bool {
    let last = |path: &syn::ExprPath| path.path.segments.last().unwrap().ident.to_string();
    match value {
        Expr::Path(method) => last(method) == slot,
        Expr::Call(call) => match &*call.func {
            Expr::Path(function) if ["unknown", "prop", "container"].contains(&slot) => {
                ["unknown", "methods"].contains(&&*last(function))
            }
            Expr::Path(function) => last(function) == "no_support",
            _ => false,
        },
        Expr::Struct(base) => base.path.segments.last().unwrap().ident.to_string().ends_with("Vtbl"),
        _ => false,
    }
}
