//! What the macro wrote, read back: the plan, the statements, the errors.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, Expr, ExprCall, ExprMethodCall, File, ImplItem, Item, ItemImpl, Lit, Pat, Stmt};

/// The two places that name the fields of a provider.
pub struct Written {
    /// Of `Declared::PLAN`.
    pub plan: Vec<End>,
    /// Of `TakenApart::take_apart`.
    pub statements: Vec<End>,
    /// What `take_apart` binds.
    pub bound: Vec<String>,
}

/// One field's end.
#[derive(Debug, PartialEq, Eq)]
pub struct End {
    pub field: String,
    /// The function, without spaces; none if the field is dropped.
    pub with: Option<String>,
    /// Its `cfg`s.
    pub conditions: String,
}

impl Written {
    /// Reads tokens back, and the errors among them.
    pub fn of(tokens: TokenStream) -> (Self, Vec<String>) {
        let file: File = syn::parse2(tokens).expect("what the macro writes are items");
        let plan = implementation(&file, "Declared").items.iter().find_map(plan).expect("a plan");
        let (bound, statements) =
            implementation(&file, "TakenApart").items.iter().find_map(take_apart).expect("an end");
        (Self { plan, statements, bound }, file.items.iter().filter_map(error).collect())
    }

    /// The fields in the order in which they end.
    pub fn order(&self) -> Vec<&str> {
        self.statements.iter().map(|end| end.field.as_str()).collect()
    }
}

fn implementation<'a>(file: &'a File, of: &str) -> &'a ItemImpl {
    let implements = |item: &'a Item| match item {
        Item::Impl(item) => {
            item.trait_.as_ref()?.0.segments.last().is_some_and(|last| last.ident == of).then_some(item)
        }
        _ => None,
    };
    file.items.iter().find_map(implements).expect(of)
}

fn plan(item: &ImplItem) -> Option<Vec<End>> {
    let ImplItem::Const(constant) = item else { return None };
    let Expr::Reference(reference) = &constant.expr else { return None };
    let Expr::Array(lines) = &*reference.expr else { return None };
    let planned = |line: &Expr| {
        let Expr::Call(ExprCall { attrs, args, .. }) = line else { panic!("no call: {}", spelled(line)) };
        End { field: text(&args[0]), with: args.get(1).map(text), conditions: conditions(attrs) }
    };
    Some(lines.elems.iter().map(planned).collect())
}

fn take_apart(item: &ImplItem) -> Option<(Vec<String>, Vec<End>)> {
    let ImplItem::Fn(function) = item else { return None };
    let (first, ends) = function.block.stmts.split_first()?;
    let Stmt::Local(taken) = first else { return None };
    let Pat::Struct(pattern) = &taken.pat else { return None };
    assert!(pattern.rest.is_none(), "every field by name");
    let bound = pattern.fields.iter().map(|field| conditions(&field.attrs) + &spelled(&field.member)).collect();
    Some((bound, ends.iter().map(statement).collect()))
}

fn statement(statement: &Stmt) -> End {
    let Stmt::Expr(Expr::MethodCall(call), Some(_)) = statement else { panic!("no call: {}", spelled(statement)) };
    let ExprMethodCall { attrs, method, args, .. } = call;
    let field = text(&args[0]);
    assert_eq!(spelled(&args[1]).trim_start_matches("r#"), field, "a field goes by its name");
    let with = args.get(2).map(spelled);
    assert_eq!(method, if with.is_some() { "with" } else { "dropped" });
    End { field, with, conditions: conditions(attrs) }
}

/// The words of a `compile_error!`.
fn error(item: &Item) -> Option<String> {
    let Item::Macro(call) = item else { return None };
    let is_error = call.mac.path.segments.last().is_some_and(|last| last.ident == "compile_error");
    is_error.then(|| call.mac.parse_body::<syn::LitStr>().unwrap().value())
}

fn conditions(attrs: &[Attribute]) -> String {
    attrs.iter().map(spelled).collect()
}

fn text(literal: &Expr) -> String {
    match literal {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => text.value(),
            _ => panic!("no text: {}", spelled(literal)),
        },
        _ => panic!("no literal: {}", spelled(literal)),
    }
}

/// Code without spaces.
fn spelled(code: impl ToTokens) -> String {
    code.to_token_stream().to_string().replace(' ', "")
}
