// The membrane's transfer functions of sixteen neighbouring channels, in two times eight lanes, on
// the frequency grid of the windows these channels use. Beyond 1.8 times the highest resonance a
// transfer function is below 1e-4 of its peak; there the table ends.

import Foundation

/// Transfer functions of sixteen channels.
struct MembraneTable: Sendable {
    /// Which of `Windows.all` these channels use.
    let windows: Int
    /// Number of frequencies.
    let count: Int
    /// For each frequency: real and imaginary parts of channels 0–7, then of channels 8–15.
    let values: [Lanes8]

    static let lanes = 16
    static let reach = 1.8

    init(firstChannel: Int, of channels: Int, membrane: BasilarMembrane = BasilarMembrane()) {
        let positions = (0..<Self.lanes).map {
            membrane.position(
                ofChannel: min(firstChannel + $0, channels - 1), of: channels)
        }
        let highest = membrane.resonance(at: positions[0])
        let lowest = membrane.resonance(at: positions[Self.lanes - 1])
        windows = Windows.index(for: lowest)
        let length = Windows.all[windows].length
        let step = Ear.rate / Double(length)
        count = min(length, Int(Self.reach * highest / step) + 1)
        var values = [Lanes8](repeating: .zero, count: 4 * count)
        for k in 1..<count {
            let drive = membrane.drive(frequency: Double(k) * step)
            for (lane, position) in positions.enumerated() {
                let v = membrane.velocity(at: position, drive)
                let place = 4 * k + (lane < 8 ? 0 : 2)
                values[place][lane % 8] = Float(v.re)
                values[place + 1][lane % 8] = Float(v.im)
            }
        }
        self.values = values
    }
}
