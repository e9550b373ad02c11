extension GliaState {
    /// Hands out the current that a block sends until the end of the next step's window: what is
    /// known of it, and what the block will do if it hears nothing more.
    func publish(
        _ block: Int, to window: SlowCurrentWindow, _ kernels: KernelSet
    ) {
        let current = group.current
        if current.isSilent { return }
        let known = Double(current.known) / Double(group.stepTicks)
        var mayFlow = false
        for cell in 0..<8 {
            let start = course.calcium(of: cell, in: 0, at: 0)
            let (now, margin) = (cells.calcium[block + cell], Self.silentMargin)
            let rise = max(now - start, 0)
            if max(start, now) + 2 * rise + margin > current.threshold { mayFlow = true }
        }
        guard mayFlow else { return }
        if known < 1 {
            let to = guess.columns
            to.ip3.update(from: cells.ip3 + block, count: 8)
            to.calcium.update(from: cells.calcium + block, count: 8)
            to.open.update(from: cells.open + block, count: 8)
            to.bound.update(from: cells.bound + block, count: 8)
            to.drive.update(from: drive + block, count: 8)
            guess.course.begin()
            advance(
                to, block, 1, ticks: group.stepTicks - current.known, noNodes,
                guess.course.add(1, to: 1), kernels)
        }
        for cell in 0..<8 where block + cell < group.count {
            window.set(block + cell, tolerance: current.scale * Self.linearTolerance) { x in
                // x runs over the window, from `known` ticks before now.
                let calcium = x <= known
                    ? course.calcium(of: cell, at: 1 - known + x)
                    : guess.course.calcium(of: cell, at: (x - known) / (1 - known))
                return current.value(calcium)
            }
        }
    }

    /// uM below the threshold within which the current is looked at, besides twice the last rise.
    private static var silentMargin: Double { 0.005 }
    /// Between its ends a window's current is a straight line if it is that in the middle, to this
    /// part of SIC_scale; else it has eight lines.
    private static var linearTolerance: Double { 0.01 }

    /// Transmitter is released where calcium rises through its threshold.
    func release(_ rule: ReleaseRule, _ block: Int) {
        let length = Double(group.stepTicks) * group.resolution
        let (available, outside) = (columns["x_A"]! + block, columns["G_A"]! + block)
        for cell in 0..<8 where block + cell < group.count {
            var from = 0.0
            func fade(to fraction: Double) {
                let time = (fraction - from) * length
                available[cell] = 1 - (1 - available[cell]) * Double.exp(-rule.recovery * time)
                outside[cell] *= Double.exp(-rule.clearance * time)
                from = fraction
            }
            for substep in 0..<course.substeps {
                let start = course.calcium(of: cell, in: substep, at: 0)
                let end = substep + 1 < course.substeps
                    ? course.calcium(of: cell, in: substep + 1, at: 0)
                    : cells.calcium[block + cell]
                guard start < rule.threshold, end >= rule.threshold else { continue }
                let place = crossing(of: rule.threshold, cell: cell, substep: substep)
                let begin = substep == 0 ? 0 : course.ends[substep - 1]
                let fraction = begin + place * (course.ends[substep] - begin)
                fade(to: fraction)
                let amount = rule.fraction * available[cell]
                outside[cell] += rule.amount * amount
                available[cell] -= amount
                releases[steps & 1].append(
                    GliaRelease(
                        cell: block + cell, time: (Double(steps - 1) + fraction) * length,
                        outside: outside[cell], added: rule.amount * amount))
            }
            fade(to: 1)
        }
    }

    /// Where in a substep calcium crosses a level that lies between its ends: 40 bisections.
    private func crossing(of level: Double, cell: Int, substep: Int) -> Double {
        var (low, high) = (0.0, 1.0)
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if course.calcium(of: cell, in: substep, at: middle) < level {
                low = middle
            } else {
                high = middle
            }
        }
        return high
    }

    // MARK: Recording

    /// The value of a state variable at the end of the last step.
    func value(of name: String, cell: Int) -> Double {
        name == "SIC" ? group.current.value(cells.calcium[cell]) : columns[name]![cell]
    }

    /// The value within the last step, of calcium to third order, of others along a line.
    func value(of name: String, block: Int, cell: Int, at fraction: Double) -> Double {
        if fraction >= 1 { return value(of: name, cell: block + cell) }
        if name == "Ca" || name == "SIC" {
            let calcium = course.calcium(of: cell, at: fraction)
            return name == "Ca" ? calcium : group.current.value(calcium)
        }
        let (from, to) = (before[name]![block + cell], columns[name]![block + cell])
        return from + fraction * (to - from)
    }

    func keepBefore() {
        for (name, column) in columns {
            if before[name] == nil { before[name] = store.allocate(group.paddedCount) }
            before[name]!.update(from: column, count: group.paddedCount)
        }
    }
}
