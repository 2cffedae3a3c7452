"""The Typst program that sets every PDF: always the same; what it sets comes as JSON, so no word is ever a command.

It stands in a Python string so that it travels with the code however the package is installed.
"""

SOURCE = r"""
#let doc = json(bytes(sys.inputs.document))
#let is-given(x) = x != none and x != ""

#set document(title: doc.title, author: if doc.author == "" { () } else { doc.author })
#set text(lang: "zh", region: "cn", top-edge: 0.88em, bottom-edge: -0.3em, overhang: false)
#set par(leading: 0pt, spacing: 0pt, linebreaks: "simple")
#set block(above: 0pt, below: 0pt)
#show heading: it => it.body
#show table: set block(above: 0pt, below: 0pt)
#set footnote.entry(gap: 3pt, clearance: 6pt, indent: 0pt)

// Looks and shapes are made once; words and paragraphs name them by number.
#let looks = doc.looks.map(look => (
  args: (
    font: look.font, size: look.size * 1pt, weight: "regular", style: "normal", fill: rgb(look.colour),
    tracking: look.tracking * 1pt,
    stroke: if look.heavy { (look.size * 0.03) * 1pt + rgb(look.colour) } else { none },
    baseline: if look.shift == "super" { -0.5em } else if look.shift == "sub" { 0.2em } else { 0pt },
  ),
  look: look,
))
#let dressed(number, body) = {
  let (args, look) = looks.at(number)
  let found = text(..args, body)
  if look.under { found = underline(found) }
  if look.strike { found = strike(found) }
  if look.shade != "" { found = highlight(fill: rgb(look.shade), found) }
  found
}

#let rule(given) = stroke(
  thickness: given.width * 1pt, paint: rgb(given.colour), dash: if given.dash == "solid" { none } else { given.dash },
)
#let rules(given) = {
  let found = (top: none, bottom: none, left: none, right: none)
  for (side, one) in given { found.insert(side, rule(one)) }
  found
}

#let run(given) = {
  let kind = given.at(0)
  if kind == "w" {
    let found = dressed(given.at(2), given.at(1))
    if given.len() > 4 [#metadata(none)#label("row-" + str(given.at(4)))]
    let to = given.at(3, default: 0)
    if to > 0 { link(label("row-" + str(to)), found) } else { found }
  } else if kind == "x" { h(0.001pt) } else if kind == "b" { linebreak() } else if kind == "p" {
    context dressed(given.at(1), counter(page).display(page.numbering))
  } else if kind == "n" {
    context dressed(given.at(1), str(counter(page).final().first()))
  } else if kind == "f" {
    footnote(given.at(1).map(run).join())
  }
}

// A line with tabs: each piece goes to the next stop behind what is already there.
#let tabbed(line, stops, start) = context {
  let x = start
  let pieces = ((),)
  for each in line {
    if each.at(0) == "t" { pieces.push(()) } else { pieces.last().push(run(each)) }
  }
  for (number, piece) in pieces.enumerate() {
    let body = piece.join()
    let width = measure(body).width
    if number > 0 {
      let stop = stops.find(each => each.at(0) * 1pt > x + 0.05pt)
      let gap = if stop == none { 1em } else {
        let room = stop.at(0) * 1pt - x
        if stop.at(1) == "right" { room - width } else if stop.at(1) == "center" { room - width / 2 } else { room }
      }
      gap = calc.max(gap.to-absolute(), 0pt)
      h(gap)
      x += gap
    }
    body
    x += width
  }
}

#let is-spread(given, shape) = {
  if shape.align != "distribute" { return false }
  let words = given.filter(each => each.at(0) == "w")
  words.len() == given.len() and words.len() > 0 and words.map(each => each.at(1)).join().clusters().len() <= 40
}

#let inline(given, shape) = {
  if is-spread(given, shape) {
    given.map(each => each.at(1).clusters().map(one => dressed(each.at(2), one)).join(h(1fr))).join(h(1fr))
  } else if given.any(each => each.at(0) == "t") {
    let lines = ((),)
    for each in given { if each.at(0) == "b" { lines.push(()) } else { lines.last().push(each) } }
    for (number, line) in lines.enumerate() {
      if number > 0 { linebreak() }
      let start = (shape.left + if number == 0 { shape.first } else { 0 }) * 1pt
      if line.any(each => each.at(0) == "t") { tabbed(line, shape.stops, start) } else { line.map(run).join() }
    }
  } else { given.map(run).join() }
}

#let paragraph(given, inside: false) = {
  let shape = doc.shapes.at(given.s)
  if shape.break and not inside { pagebreak(weak: true) }
  let hang = if shape.first < 0 { -shape.first } else { 0 }
  let framed = shape.rules != (:)
  let framing = (
    stroke: rules(if given.at("j", default: false) { shape.rules.pairs().filter(((k, v)) => k != "bottom").to-dict() } else { shape.rules }),
    fill: if shape.shade == "" { none } else { rgb(shape.shade) },
    inset: (bottom: shape.rules.at("bottom", default: (space: 0)).space * 1pt, top: shape.rules.at("top", default: (space: 0)).space * 1pt),
  )
  let body = if given.r.len() == 0 { block(width: 100%, height: shape.line * 1pt) } else {
    set text(
      size: shape.size * 1pt, top-edge: shape.above * 1pt, bottom-edge: -shape.below * 1pt,
      costs: if shape.widow { (:) } else { (widow: 0%, orphan: 0%) },
    )
    set align((center: center, right: right).at(shape.align, default: left))
    set par(justify: shape.align in ("both", "distribute"), hanging-indent: hang * 1pt)
    let words = {
      if shape.first > 0 { h(shape.first * 1pt) }
      inline(given.r, shape)
    }
    if shape.level > 0 and not inside { heading(level: shape.level, words) } else { par(words) }
  }
  block(
    // Rows of a table are tied by the table: a sticky paragraph in a cell would wait for a page that never comes.
    width: 100%, sticky: shape.keep and not inside, breakable: not shape.whole,
    inset: (
      top: shape.before * 1pt, bottom: shape.after * 1pt, left: (shape.left - hang) * 1pt, right: shape.right * 1pt,
    ),
    if framed or shape.shade != "" { block(width: 100%, ..framing, body) } else { body },
  )
}

#let grid-of(given, blocks) = {
  let extra = if given.tie { 2 } else { 1 }
  let tied-until = 0
  let rows = ()
  for (number, row) in given.rows.enumerate() {
    let cells = (table.cell(breakable: not row.w, inset: 0pt, stroke: none, block(height: row.h * 1pt)),)
    if given.tie and number >= tied-until {
      cells.push(table.cell(rowspan: calc.max(row.t, 1), breakable: row.t == 0, inset: 0pt, stroke: none, none))
      tied-until = number + calc.max(row.t, 1)
    }
    for cell in row.c {
      cells.push(table.cell(
        colspan: cell.cs, rowspan: cell.rs, stroke: rules(cell.k), align: (top: top, horizon: horizon, bottom: bottom).at(cell.v),
        fill: if cell.f == "" { none } else { rgb(cell.f) },
        inset: (top: cell.i.at(0) * 1pt, bottom: cell.i.at(1) * 1pt, left: cell.i.at(2) * 1pt, right: cell.i.at(3) * 1pt),
        blocks(cell.b, inside: true),
      ))
    }
    rows.push(cells)
  }
  for (number, note) in given.notes.enumerate() {
    let cells = (table.cell(inset: 0pt, stroke: none, none),)
    if given.tie and given.rows.len() + number >= tied-until { cells.push(table.cell(inset: 0pt, stroke: none, none)) }
    cells.push(table.cell(colspan: given.widths.len(), inset: 0pt, stroke: none, paragraph(note, inside: true)))
    rows.push(cells)
  }
  let made = table(
    columns: (0pt,) * extra + given.widths.map(width => width * 1pt), inset: 0pt, stroke: none, align: left,
    ..if given.heads > 0 { (table.header(..rows.slice(0, given.heads).flatten()),) },
    ..rows.slice(given.heads).flatten(),
  )
  if given.foot { place(bottom + center, float: true, clearance: 0pt, made) } else if given.align == "left" {
    pad(left: given.indent * 1pt, made)
  } else { align(if given.align == "center" { center } else { right }, made) }
}

#let blocks(given, inside: false) = {
  for each in given {
    if "widths" in each { grid-of(each, blocks) } else { paragraph(each, inside: inside) }
  }
}

#let running(given, number) = context {
  let first = is-given(given.first) and query(label("section-" + str(number))).any(each => each.location().page() == here().page())
  let even = is-given(given.even) and calc.even(counter(page).get().first())
  blocks(if first { given.first } else if even { given.even } else { given.default }, inside: true)
}

#for (number, section) in doc.sections.enumerate() {
  let sheet = section.page
  if number > 0 and sheet.starts != "any" { pagebreak(weak: true, to: sheet.starts) }
  set page(
    width: sheet.width * 1pt, height: sheet.height * 1pt, numbering: sheet.at("as"),
    margin: (top: sheet.top * 1pt, bottom: sheet.bottom * 1pt) + if sheet.mirrored {
      (inside: sheet.left * 1pt, outside: sheet.right * 1pt)
    } else { (left: sheet.left * 1pt, right: sheet.right * 1pt) },
    header-ascent: 0pt, footer-descent: 0pt,
    header: block(width: 100%, height: 100%, inset: (top: sheet.header * 1pt), align(top, running(section.headers, number))),
    footer: block(width: 100%, height: 100%, inset: (bottom: sheet.footer * 1pt), align(bottom, running(section.footers, number))),
  )
  if sheet.from != none { counter(page).update(sheet.from) }
  [#metadata(none)#label("section-" + str(number))]
  blocks(section.blocks)
}
"""
