import SNNModel

// The kinds of the catalogue as pair rules.

extension PairRule {
    /// - Returns: nil for a kind that pairs no spikes.
    /// - Precondition: the rule has passed the model's checks.
    convenience init?(_ rule: PlasticityRule, resolution: Double) {
        let settings = RuleSettings(rule)
        func decay(_ name: String) -> Decay {
            Decay(tau: settings.number(name), resolution: resolution)
        }
        switch rule.kind {
        case "stdp", "anti_hebbian", "three_factor_stdp":
            self.init(x1: decay("tau_plus"), y1: decay("tau_minus"))
            least = settings.optional("w_min") ?? 0
            most = settings.optional("w_max") ?? .infinity
            isSigned = least < 0
            if rule.kind == "three_factor_stdp" {
                eligibility = Eligibility(
                    decay: decay("tau_c"), modulator: settings.name("modulator") ?? "",
                    baseline: settings.number("baseline"))
                set(\.postX, settings, "A_plus", times: 1)
                set(\.preY, settings, "A_minus", times: -1)
            } else {
                let sign = rule.kind == "anti_hebbian" ? -1.0 : 1
                set(\.postX, settings, "A_plus", times: sign)
                set(\.preY, settings, "A_minus", times: -sign)
                let (up, down) = (settings.number("mu_plus"), settings.number("mu_minus"))
                let room = WeightDependence(scale: most, a: 1, b: -1 / most, mu: up)
                let share = WeightDependence(scale: most, a: 0, b: 1 / most, mu: down)
                postDependence = sign > 0 ? room : share
                preDependence = sign > 0 ? share : room
            }
            pairing = settings.name("pairing").flatMap { Pairing(rawValue: $0) } ?? .all
        case "stdp_power_law":
            self.init(x1: decay("tau_plus"), y1: decay("tau_minus"))
            let lambda = settings.number("lambda")
            let unit = settings.number("w_0")
            amplitudes.postX = lambda
            amplitudes.preY = -lambda * settings.number("alpha")
            postDependence = WeightDependence(
                scale: unit, a: 0, b: 1 / unit, mu: settings.number("mu"))
            preDependence = WeightDependence(scale: 1, a: 0, b: 1, mu: 1)
            most = settings.optional("w_max") ?? .infinity
        case "stdp_triplet":
            self.init(
                x1: decay("tau_plus"), x2: decay("tau_x"), y1: decay("tau_minus"),
                y2: decay("tau_y"))
            set(\.postX, settings, "A2_plus", times: 1)
            set(\.postXY, settings, "A3_plus", times: 1)
            set(\.preY, settings, "A2_minus", times: -1)
            set(\.preYX, settings, "A3_minus", times: -1)
            pairing = settings.name("pairing").flatMap { Pairing(rawValue: $0) } ?? .all
            least = settings.optional("w_min") ?? 0
            most = settings.optional("w_max") ?? .infinity
        case "vogels_sprekeler":
            self.init(x1: decay("tau"), y1: decay("tau"))
            set(\.preY, settings, "eta", times: 1)
            set(\.postX, settings, "eta", times: 1)
            set(\.pre, settings, "eta", times: -2 * settings.number("target_rate")
                * settings.number("tau"))
            least = settings.optional("w_min") ?? 0
            most = settings.optional("w_max") ?? .infinity
        case "diehl_cook":
            self.init(
                x1: decay("tau_pre"), y1: decay("tau_post_1"), y2: decay("tau_post_2"))
            set(\.preY, settings, "nu_pre", times: -1)
            set(\.postXY, settings, "nu_post", times: 1)
            pairing = .nearest
            most = settings.optional("w_max") ?? .infinity
        default: return nil
        }
    }

    /// Takes an amplitude from a setting, a number or a formula of modulators.
    private func set(
        _ path: WritableKeyPath<PairAmplitudes, Double> & Sendable, _ settings: RuleSettings,
        _ name: String, times factor: Double
    ) {
        if let formula = settings.formula(name) {
            modulated.append(
                (path, .multiply(.constant(.number(factor)), formula)))
        } else {
            amplitudes[keyPath: path] = factor * settings.number(name)
        }
    }
}
