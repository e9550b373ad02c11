"""The ELM neuron (version 2) in PyTorch: as its authors arrange it, and faster.

One step of dt ms, for input x, branches b and memory m, is

    b_j <- kb b_j + sum of w x over branch j
    d = ctanh(W2 relu(W1 [b; km m] + c1) + c2)        ctanh(x) = 1.7159 tanh(2 x / 3)
    m <- km m + (1 - kl) d                            the output is Wy m + cy

`Published` does this line by line. `Projected` splits W1 = [A B] and folds what is constant:

    h <- kb h + A (w x) + (1 - kb) c1                 A (w x) for all bins in one product
    m <- km m + 1.7159 (1 - kl) tanh(2/3 (W2 relu(h + B km m) + c2))

which is exact because all branches share the decay kb; h starts at c1.
"""

import math
from typing import List, Tuple

import torch
from torch import Tensor, nn

CHUNK = 25
BOUND = 1.7159


class Published(nn.Module):
    """Input of shape (batch, bins, inputs); output of shape (batch, bins, outputs)."""

    def __init__(self, inputs, branches, per_branch, tau, outputs, listened=None, dt=1.0, tau_branch=5.0, rate=5.0):
        super().__init__()
        memory = len(tau)
        self.inputs, self.branches, self.per_branch, self.dt, self.rate = inputs, branches, per_branch, dt, rate
        self.routed = listened is not None
        listened = torch.arange(inputs) if listened is None else torch.as_tensor(listened)
        self.register_buffer("listened", listened.clamp(min=0).long())
        self.register_buffer("valid", (listened >= 0).double())
        self.register_buffer("tau", torch.as_tensor(tau, dtype=torch.float64))
        self.register_buffer("tau_branch", torch.tensor(tau_branch, dtype=torch.float64))
        self.proto = nn.Parameter(torch.full((branches * per_branch,), 0.5))
        self.hidden = nn.Linear(branches + memory, 2 * memory)
        self.memory = nn.Linear(2 * memory, memory)
        self.readout = nn.Linear(memory, outputs)

    def forward(self, x: Tensor) -> Tensor:
        batch, steps = x.shape[0], x.shape[1]
        weights = torch.relu(self.proto)
        branch_decay = torch.exp(-self.dt / self.tau_branch).to(x.dtype)
        decay = torch.exp(-self.dt / self.tau).to(x.dtype)
        gain = 1 - torch.exp(-self.dt * self.rate / self.tau).to(x.dtype)
        if self.routed:
            x = torch.index_select(x, 2, self.listened) * self.valid.to(x.dtype)
        b = torch.zeros(batch, self.branches, dtype=x.dtype)
        m = torch.zeros(batch, self.tau.shape[0], dtype=x.dtype)
        outputs: List[Tensor] = []
        for t in range(steps):
            arriving = (weights * x[:, t]).view(batch, self.branches, -1).sum(-1)
            b = branch_decay * b + arriving
            seen = torch.cat([b, decay * m], dim=-1)
            delta = 1.7159 * torch.tanh(self.memory(torch.relu(self.hidden(seen))) * 2 / 3)
            m = decay * m + gain * delta
            outputs.append(self.readout(m))
        return torch.stack(outputs, dim=1)


def recur(
    arriving: Tensor, h: Tensor, m: Tensor, fade: float, decay: Tensor, gain: Tensor, first: Tensor, second: Tensor,
    bias: Tensor,
) -> Tuple[List[Tensor], Tensor, Tensor]:
    """The memory in each bin; then the filtered input of the hidden layer and the memory to go on with."""
    memories: List[Tensor] = []
    for now in arriving.unbind(0):
        h = torch.add(now, h, alpha=fade)
        hidden = torch.relu(torch.addmm(h, m, first))
        m = torch.addcmul(decay * m, gain, torch.tanh(torch.addmm(bias, hidden, second)))
        memories.append(m)
    return memories, h, m


class Manual(torch.autograd.Function):
    """`recur` with buffers for all bins and its own backward pass; only the last memory has a gradient."""

    @staticmethod
    def run(arriving, h, m, fade, decay, gain, first, second, bias):
        steps, batch, width = arriving.shape
        hidden = arriving.new_empty(steps, batch, width)
        delta = arriving.new_empty(steps, batch, len(bias))
        memories = arriving.new_empty(steps + 1, batch, len(bias))
        h, memories[0] = h.clone(), m
        m, *later = memories.unbind(0)
        for now, active, d, new in zip(arriving.unbind(0), hidden.unbind(0), delta.unbind(0), later):
            torch.add(now, h, alpha=fade, out=h)
            torch.addmm(h, m, first, out=active).relu_()
            torch.addmm(bias, active, second, out=d).tanh_()
            torch.mul(m, decay, out=new).addcmul_(gain, d)
            m = new
        return memories, hidden, delta

    @staticmethod
    def forward(ctx, arriving, h, m, fade, decay, gain, first, second, bias):
        memories, hidden, delta = Manual.run(arriving, h, m, fade, decay, gain, first, second, bias)
        ctx.fade = fade
        ctx.save_for_backward(memories, hidden, delta, decay, gain, first, second)
        return memories[-1].clone()

    @staticmethod
    def backward(ctx, last):
        memories, hidden, delta, decay, gain, first, second = ctx.saved_tensors
        slope = gain * (1 - delta * delta)  # becomes the gradient of the sum that tanh takes
        arriving = torch.empty_like(hidden)
        back_first, back_second = first.t().contiguous(), second.t().contiguous()
        m, fading = last.clone(), torch.zeros_like(hidden[0])
        product = torch.empty_like(fading)
        sums = torch.empty_like(hidden)  # gradients of the sums that relu takes
        for active, s, a, summed in zip(
            reversed(hidden.unbind(0)), reversed(slope.unbind(0)), reversed(arriving.unbind(0)),
            reversed(sums.unbind(0)),
        ):
            s.mul_(m)
            torch.mm(s, back_second, out=product)
            torch.ops.aten.threshold_backward(product, active, 0, grad_input=summed)
            torch.add(summed, fading, alpha=ctx.fade, out=a)
            fading = a
            m.mul_(decay).addmm_(summed, back_first)
        rows, sums = slope.flatten(0, 1), sums.flatten(0, 1)
        return (
            arriving, ctx.fade * fading, None, None, None, None, memories[:-1].flatten(0, 1).t() @ sums,
            hidden.flatten(0, 1).t() @ rows, rows.sum(0))


class Projected(nn.Module):
    """The parameters of a published neuron, rearranged; time comes first.

    Input is a tensor (bins, batch, inputs), or for sparse input what `events` makes of one.
    """

    def __init__(self, neuron, loop, sparse=False, chunk=CHUNK):
        super().__init__()
        self.neuron, self.loop, self.sparse, self.chunk = neuron, loop, sparse, chunk
        self.recur = {"script": torch.jit.script, "compile": compiled}.get(loop, lambda plain: plain)(recur)
        decay = torch.exp(-neuron.dt / neuron.tau)
        gain = BOUND * (1 - torch.exp(-neuron.dt * neuron.rate / neuron.tau))
        self.register_buffer("decay", decay)
        self.register_buffer("gain", gain)
        self.fade = math.exp(-neuron.dt / neuron.tau_branch.item())
        branch = torch.arange(neuron.branches).repeat_interleave(neuron.per_branch)
        self.register_buffer("place", neuron.listened * neuron.branches + branch)

    def project(self, x):
        """What reaches the hidden layer in each bin, with the part of its bias that the filter fades."""
        neuron = self.neuron
        weights = torch.relu(neuron.proto)
        into = neuron.hidden.weight[:, : neuron.branches].t()
        bias = (1 - self.fade) * neuron.hidden.bias
        if neuron.routed:
            spread = weights.new_zeros(neuron.inputs * neuron.branches)
            spread = spread.index_add(0, self.place, weights * neuron.valid).view(neuron.inputs, neuron.branches)
            if not self.sparse:
                return torch.addmm(bias, x.flatten(0, 1) @ spread, into).view(*x.shape[:2], -1)
            into = spread @ into
        else:
            into = weights[:, None] * into.contiguous()  # rows are gathered
        if not self.sparse:
            return torch.addmm(bias, x.flatten(0, 1), into).view(*x.shape[:2], -1)
        sources, counts, offsets, shape = x
        summed = nn.functional.embedding_bag(sources, into, offsets, mode="sum", per_sample_weights=counts)
        return (summed + bias).view(*shape, -1)

    def forward(self, x, every=False):
        """The output of the last bin, (batch, outputs), or of every bin, (bins, batch, outputs)."""
        neuron = self.neuron
        arriving = self.project(x)
        h = neuron.hidden.bias.expand(arriving.shape[1], -1)
        m = arriving.new_zeros(arriving.shape[1], len(self.decay))
        first = (neuron.hidden.weight[:, neuron.branches :] * self.decay).t().contiguous()
        second, bias = (2 / 3 * neuron.memory.weight).t().contiguous(), 2 / 3 * neuron.memory.bias
        constants = (self.fade, self.decay, self.gain, first, second, bias)
        if self.loop == "manual":
            found = Manual.run(arriving, h, m, *constants)[0][1:] if every else Manual.apply(arriving, h, m, *constants)
            return neuron.readout(found)
        memories = []
        for part in arriving.split(self.chunk) if self.loop == "compile" else [arriving]:
            found, h, m = self.recur(part, h, m, *constants)
            memories += found
        return neuron.readout(torch.stack(memories) if every else m)


def compiled(function):
    torch._dynamo.reset()
    return torch.compile(function, dynamic=False)


def events(x):
    """The inputs that spike, their counts, where each bin of a sample starts, and the bins and samples."""
    rows, sources = x.flatten(0, 1).nonzero(as_tuple=True)
    offsets = torch.searchsorted(rows, torch.arange(x.shape[0] * x.shape[1]))
    return sources, x.flatten(0, 1)[rows, sources], offsets, x.shape[:2]


VARIANTS = {
    "published": lambda neuron, chunk: torch.jit.script(neuron),
    "published-eager": lambda neuron, chunk: neuron,
    "projected": lambda neuron, chunk: Projected(neuron, "eager"),
    "projected-script": lambda neuron, chunk: Projected(neuron, "script"),
    "projected-compile": lambda neuron, chunk: Projected(neuron, "compile", chunk=chunk),
    "manual": lambda neuron, chunk: Projected(neuron, "manual"),
    "manual-sparse": lambda neuron, chunk: Projected(neuron, "manual", sparse=True),
}


class Program:
    """A variant with input as it wants it, from a dense (batch, bins, inputs)."""

    def __init__(self, variant, neuron, x, chunk=CHUNK):
        self.published = variant.startswith("published")
        self.model = VARIANTS[variant](neuron, chunk).to(x.dtype)
        self.x = x if self.published else x.transpose(0, 1).contiguous()
        self.x = events(self.x) if variant.endswith("sparse") else self.x

    def last(self):
        return self.model(self.x)[:, -1] if self.published else self.model(self.x)

    def every(self):
        return self.model(self.x).transpose(0, 1) if self.published else self.model(self.x, every=True)
