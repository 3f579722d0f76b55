//! Which method stands at which slot of the tables that the runtime fills in: where a slot is, the
//! compiler compares; that the method of that name is in it, and not another one of the same type,
//! is read here.

use crate::tables::root;
use std::fs;
use std::path::Path;
use syn::visit::{self, Visit};
use syn::{Expr, ExprStruct, FnArg, ItemFn, Member, Pat, PatType, Stmt};

/// The tables that have been read, and what is wrong with them.
#[derive(Default)]
pub struct Wiring {
    pub tables: usize,
    /// The functions that lead from a slot to a class's method.
    pub ways: usize,
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

    /// The way from a slot to a class's method: `C::name(…)`, with the arguments in their order.
    fn visit_item_fn(&mut self, method: &'ast ItemFn) {
        if method.sig.abi.is_some()
            && let Some(Stmt::Expr(Expr::Call(call), _)) = method.block.stmts.last()
            && let Expr::Path(function) = &*call.func
            && function.path.segments.first().is_some_and(|first| first.ident == "C")
        {
            let name = method.sig.ident.to_string();
            let called = function.path.segments.last().unwrap().ident.to_string();
            let places = method.sig.inputs.iter().map(parameter).collect::<Vec<_>>();
            let order: Vec<_> =
                call.args.iter().map(|value| places.iter().position(|own| *own == base(value))).collect();
            if called != name || !order.is_sorted() || order.contains(&None) {
                self.faults.push(format!("{name} calls {called} with {order:?}"));
            }
            self.ways += 1;
        }
        visit::visit_item_fn(self, method);
    }
}

fn parameter(input: &FnArg) -> String {
    match input {
        FnArg::Typed(PatType { pat, .. }) => match &**pat {
            Pat::Ident(name) => name.ident.to_string(),
            _ => String::new(),
        },
        FnArg::Receiver(_) => String::new(),
    }
}

/// The variable that a value is made of: `iid` of `iid.get()`.
fn base(value: &Expr) -> String {
    match value {
        Expr::MethodCall(call) => base(&call.receiver),
        Expr::Path(path) => path.path.segments.last().unwrap().ident.to_string(),
        Expr::Unsafe(_) => "this".into(),
        _ => String::new(),
    }
}

/// Whether it is the method that a slot is named after, or the table of a base interface.
fn holds(value: &Expr, slot: &str) -> bool {
    let last = |path: &syn::ExprPath| path.path.segments.last().unwrap().ident.to_string();
    match value {
        Expr::Path(method) => last(method) == slot,
        Expr::Call(call) => match &*call.func {
            Expr::Path(function) => ["unknown", "prop", "container"].contains(&slot) && is_table(function),
            _ => false,
        },
        Expr::Struct(base) => base.path.segments.last().unwrap().ident.to_string().ends_with("Vtbl"),
        _ => false,
    }
}

/// `unknown::<…>`, or `vtable::<…>` of another interface's module.
fn is_table(function: &syn::ExprPath) -> bool {
    ["unknown", "vtable"].contains(&&*function.path.segments.last().unwrap().ident.to_string())
}
