//! What the standard library would bring. Without it, no panic has a text that nobody would see: they weigh more than all else
//! of it.

use core::arch::wasm32;
use core::panic::PanicInfo;

use dlmalloc::GlobalDlmalloc;

/// The allocator that the standard library has here, too.
#[global_allocator]
static ALLOCATOR: GlobalDlmalloc = GlobalDlmalloc;

/// Ends the call: JavaScript sees a `RuntimeError`.
#[panic_handler]
fn trap(_: &PanicInfo<'_>) -> ! {
    wasm32::unreachable()
}
