//! What the page can do, in short.

use yew::{Html, html};

/// The button that opens the help, and the help.
pub(crate) fn help() -> Html {
    html! {
        <>
            <button type="button" class="icon" aria-label="help" title="help" popovertarget="help">{ "?" }</button>
            <div id="help" popover="auto" class="help-box" role="dialog" aria-labelledby="help-title">
                    <h2 id="help-title">{ "Ringfence" }</h2>
                    <p>{ "The text on the left says what is deployed and what must hold. Every answer is exact: it is about all packets, not about samples. Nothing that you type leaves this page." }</p>
                    <dl>
                        <dt>{ "Ask" }</dt>
                        <dd>{ "Click a source and a destination on the map, or a cell of the matrix, or type " }<code>{ "internet -> web-1 : tcp 443" }</code>{ "." }</dd>
                        <dt>{ "Read" }</dt>
                        <dd>{ "The path there and back; each rule that decides is a link to its line. Where something is stopped: everything that stops it, at once." }</dd>
                        <dt>{ "Keys" }</dt>
                        <dd class="keys">
                            <kbd>{ "Alt" }</kbd>{ "+" }<kbd>{ "1" }</kbd>{ " text, " }
                            <kbd>{ "2" }</kbd>{ " map, " }<kbd>{ "3" }</kbd>{ " matrix, " }<kbd>{ "4" }</kbd>{ " findings, " }
                            <kbd>{ "Q" }</kbd>{ " question. " }
                            <kbd>{ "Shift" }</kbd>{ "+" }<kbd>{ "F" }</kbd>{ " formats the text. " }
                            <kbd>{ "F8" }</kbd>{ " next problem, " }<kbd>{ "Ctrl" }</kbd>{ "+" }<kbd>{ "." }</kbd>{ " its fix. " }
                            <kbd>{ "Ctrl" }</kbd>{ "+" }<kbd>{ "Space" }</kbd>{ " completes, " }<kbd>{ "I" }</kbd>{ " explains a word, " }
                            <kbd>{ "Shift" }</kbd>{ "+" }<kbd>{ "O" }</kbd>{ " outline; " }
                            <kbd>{ "F12" }</kbd>{ " or Ctrl and click goes to a declaration, " }<kbd>{ "Shift" }</kbd>{ "+" }<kbd>{ "F12" }</kbd>{ " lists uses, " }
                            <kbd>{ "F2" }</kbd>{ " renames. " }
                            <kbd>{ "Enter" }</kbd>{ " picks on the map, " }<kbd>{ "Esc" }</kbd>{ " drops what was picked." }
                        </dd>
                        <dt>{ "Share" }</dt>
                        <dd>{ "A link carries the whole state behind its #, which browsers do not send to servers." }</dd>
                    </dl>
                    <p class="buttons"><button type="button" popovertarget="help" popovertargetaction="hide">{ "Close" }</button></p>
            </div>
        </>
    }
}
