import SNNReport

/// A plan as people read it.
struct PlanAnswer {
    let plan: RunPlan

    var text: String {
        var lines = [
            "\(plan.model): \(Figures.grouped(plan.neurons)) neurons and "
                + "\(about(plan.synapses)) synapses",
            "", parts.text, "memory  \(bytes(plan.memory.peakBytes)) at most",
        ]
        let memory = plan.memory
        for (name, size) in [
            ("network", memory.networkBytes), ("state", memory.stateBytes),
            ("building", memory.buildingBytes), ("recorded spikes", memory.recordedBytes),
            ("program", memory.programBytes),
        ] where size > 0 { lines.append("        \(bytes(size)) \(name)") }
        lines.append(
            "        \(bytes(Double(memory.availableBytes))) are free: it "
                + (memory.fits ? "fits" : "does not fit"))
        lines.append("")
        let workers = plan.workers == 1 ? "1 worker" : "\(plan.workers) workers"
        lines.append(
            "time    \(seconds(plan.time.buildSeconds)) to build, "
                + (plan.time.runSeconds.map { "\(seconds($0)) to run, " } ?? "")
                + "by \(workers)")
        lines.append(
            "        \(Figures.short(plan.time.secondsPerSecond)) s per simulated second, where "
                + "neurons fire at \(Figures.short(plan.time.assumedRateHz)) Hz")
        if plan.durationMilliseconds != nil {
            lines.append("")
            lines.append(
                "output  \(bytes(plan.output.spikeBytes)) for \(about(plan.output.spikes)) spikes, "
                    + "\(bytes(plan.output.traceBytes)) for traces")
        }
        return lines.joined(separator: "\n")
    }

    private var parts: TextTable {
        var table = TextTable([
            .init("population or projection"), .init("neurons or synapses", .right),
            .init("memory", .right),
        ])
        for part in plan.populations + plan.projections {
            table.add(part.name, about(part.count), bytes(part.bytes))
        }
        for part in plan.astrocytes {
            table.add(part.name + " (covers)", about(part.count), bytes(part.bytes))
        }
        return table
    }

    private func about(_ count: Double) -> String {
        count < 1e15 ? Figures.grouped(Int(count.rounded())) : Figures.short(count)
    }

    private func bytes(_ count: Double) -> String { ByteCount(Int(min(count, 1e18))).description }

    private func seconds(_ seconds: Double) -> String { Figures.short(seconds) + " s" }
}
