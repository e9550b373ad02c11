import SNNModel

extension GliaState {
    /// Advances all astrocytes by a coarse step; all spikes that arrive in it have been heard.
    ///
    /// - Parameter probes: sample the ticks of this step into lists of this parity.
    func advance(_ kernels: KernelSet, probes: [GliaProbe] = [], parity: Int = 0) {
        let step = steps
        steps += 1
        let window = windows[steps & 1]
        window.begin()
        releases[steps & 1].removeAll(keepingCapacity: true)
        if !probes.isEmpty { keepBefore() }
        setForces()
        for probe in probes { probe.begin(self, step: step, parity: parity) }
        let slot = step & (slotCount - 1)
        largeArrivals[slot].sort()
        var large = largeArrivals[slot][...]
        for block in stride(from: 0, to: group.paddedCount, by: 8) {
            let mine = large.prefix { $0.cell < block + 8 }
            large = large[mine.endIndex...]
            course.begin()
            advanceWhole(block, arrivals + slot * group.paddedCount, mine, kernels)
            if let rule = group.release { release(rule, block) }
            publish(block, to: window, kernels)
            for probe in probes { probe.sample(self, block: block, parity: parity) }
        }
        largeArrivals[slot].removeAll(keepingCapacity: true)
    }

    /// A block's step, cut at large spikes.
    private func advanceWhole(
        _ block: Int, _ slot: UnsafeMutablePointer<SIMD4<Double>>,
        _ large: ArraySlice<LargeArrival>, _ kernels: KernelSet
    ) {
        if large.isEmpty {
            let ends = takeArrivals(slot, block)
            let substeps = self.substeps(of: block)
            advance(
                cells, block, substeps, ticks: group.stepTicks, nodes,
                course.add(substeps, to: 1), kernels)
            setDrive(block, decay: group.basis.decay, adding: ends)
            return
        }
        var (begin, next) = (0, large.startIndex)
        while begin < group.stepTicks {
            // The last stretch takes the rest, however many spikes there are.
            let isLast = next == large.endIndex || course.substeps + 3 > CalciumCourse.substepsMax
            let end = isLast ? group.stepTicks : large[next].tick + 1
            let substeps = min(self.substeps(of: block), 2)
            advance(
                cells, block, substeps, ticks: end - begin, noNodes,
                course.add(substeps, to: Double(end) / Double(group.stepTicks)), kernels)
            let length = Double(end - begin) * group.resolution
            var jumps = SIMD8<Double>(repeating: 0)
            while next < large.endIndex, large[next].tick < end {
                let spike = large[next]
                let late = Double(end - 1 - spike.tick) * group.resolution
                jumps[spike.cell - block] += Double(spike.synapses) * group.inputs.weight
                    * group.gains[spike.cell] * Double.exp(-late / group.basis.tau)
                next += 1
            }
            setDrive(block, decay: Double.exp(-length / group.basis.tau), adding: jumps)
            begin = end
        }
    }

    private func setDrive(_ block: Int, decay: Double, adding more: SIMD8<Double>) {
        for cell in 0..<8 {
            drive[block + cell] = drive[block + cell] * decay + more[cell]
            if let namedDrive {
                namedDrive[block + cell] = drive[block + cell]
            } else {
                cells.ip3[block + cell] = group.driveRest + drive[block + cell]
            }
        }
    }

    /// Takes the spikes of a block out of the slot of this step, leaves their parabolas in `nodes`
    /// and returns what they add to the drive at the end.
    private func takeArrivals(
        _ slot: UnsafeMutablePointer<SIMD4<Double>>, _ block: Int
    ) -> SIMD8<Double> {
        var ends = SIMD8<Double>(repeating: 0)
        for cell in 0..<8 where block + cell < group.count {
            let sum = slot[block + cell] * group.gains[block + cell]
            slot[block + cell] = .zero
            ends[cell] = sum[0]
            nodes[cell] = sum[1]
            nodes[8 + cell] = sum[2]
            nodes[16 + cell] = sum[3]
        }
        return ends
    }

    /// Two near the threshold of the current, and as many as transmitter asks for that binds fast;
    /// the same for a block whichever kernels are used.
    private func substeps(of block: Int) -> Int {
        var count = 1
        if case .gChI(let dynamics) = group.dynamics {
            var most = 0.0
            for cell in 0..<8 {
                let input = max(nodes[cell], nodes[8 + cell], nodes[16 + cell])
                most = max(most, drive[block + cell] + max(input, 0))
            }
            let length = Double(group.stepTicks) * group.resolution
            count = Int((most * dynamics.association * length / Self.rateMax).rounded(.up))
        }
        for cell in 0..<8 {
            let distance = cells.calcium[block + cell] - group.current.threshold
            if distance.magnitude < Self.nearThreshold { count = max(count, 2) }
        }
        return min(max(count, 1), CalciumCourse.substepsMax)
    }

    /// The binding of transmitter in a substep at most, as a fraction; the scheme is stable to 2.7.
    private static var rateMax: Double { 0.5 }
    /// uM from the threshold of the current within which steps are halved.
    private static var nearThreshold: Double { 0.005 }

    /// Advances a block, or the copy that looks ahead.
    func advance(
        _ cells: CellColumns, _ block: Int, _ substeps: Int, ticks: Int,
        _ nodes: UnsafePointer<Double>, _ course: UnsafeMutablePointer<Double>,
        _ kernels: KernelSet
    ) {
        let step = CellStep(
            length: Double(ticks) * group.resolution, substeps: substeps,
            driveRest: group.driveRest, driveTau: group.basis.tau, calciumMax: group.calciumMax)
        let cells = cells.moved(by: cells.ip3 == guess.columns.ip3 ? 0 : block, forces: block)
        switch group.dynamics {
        case .liRinzel(let dynamics):
            advanceCells(dynamics, cells, step, nodes: nodes, course: course, kernels)
        case .ullah(let dynamics):
            advanceCells(dynamics, cells, step, nodes: nodes, course: course, kernels)
        case .gChI(let dynamics):
            advanceCells(dynamics, cells, step, nodes: nodes, course: course, kernels)
        }
    }

    /// What is held during a step: exchange with neighbours, and production by glutamate.
    func setForces() {
        let padded = group.paddedCount
        forces.calcium.update(repeating: 0, count: padded)
        forces.ip3.update(repeating: 0, count: padded)
        let p = group.parameters
        switch group.dynamics {
        case .liRinzel: return
        case .ullah:
            let (least, amount) = (p["G_th"], p["A_glu"])
            for cell in 0..<group.count where drive[cell] >= least { forces.ip3[cell] = amount }
            group.neighbours.addLaplacian(
                of: cells.calcium, times: p["D_Ca"], to: forces.calcium)
            group.neighbours.addLaplacian(of: cells.ip3, times: p["D_IP3"], to: forces.ip3)
        case .gChI:
            group.neighbours.addExchange(
                of: cells.ip3, most: p["F_ex"], threshold: p["I_Theta"], width: p["omega_I"],
                to: forces.ip3)
        }
    }
}

extension CellColumns {
    func moved(by cells: Int, forces: Int) -> CellColumns {
        CellColumns(
            ip3: ip3 + cells, calcium: calcium + cells, open: open + cells, bound: bound + cells,
            drive: drive + cells, calciumForce: calciumForce + forces,
            ip3Force: ip3Force + forces)
    }
}
