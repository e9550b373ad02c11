import Testing
import SNN
