"""Times the same work in PyTorch and ONNX Runtime: `npm run bench -- peers` starts this and asks round by round.

Reads one JSON object a line: {"peer", "what", "maps", "threads", "graph"?}; answers one a line: {"ms"} or {"skipped": reason}.
"""

import json
import sys
import time

LAYERS = 9
CONTRACTING = 4
BLOCKS, BATCH, SIDE = 4, 16, 24
RESTORED_SIDE = 512
RNN_STEPS, RNN_BATCH, RNN_UNITS = 9, 64, 512


def unet(torch, maps):
    """The U-Net of docs/decisions.md on blocks of 2 × 2 px."""

    class Net(torch.nn.Module):
        def __init__(self):
            super().__init__()
            sizes = [(BLOCKS + 1, maps)] + [(maps, maps)] * (LAYERS - 2) + [(maps, BLOCKS)]
            self.layers = torch.nn.ModuleList(
                torch.nn.Conv2d(a, b, 3, padding=1, bias=False) for a, b in sizes
            )

        def forward(self, x):
            levels = []
            for index, layer in enumerate(self.layers):
                x = layer(x)
                if index == LAYERS - 1:
                    return x
                if index > CONTRACTING:
                    x = x + levels[LAYERS - 2 - index]
                x = torch.relu(x)
                levels.append(x)

    return Net().to(memory_format=torch.channels_last)


def torch_train(torch, maps):
    net = unet(torch, maps)
    adam = torch.optim.Adam(net.parameters(), lr=1e-4, fused=True)
    x = torch.rand(BATCH, BLOCKS + 1, SIDE, SIDE).to(memory_format=torch.channels_last)
    y = torch.rand(BATCH, BLOCKS, SIDE, SIDE).to(memory_format=torch.channels_last)

    def step():
        adam.zero_grad()
        loss = ((net(x) - y) ** 2).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        adam.step()
        return loss.item()

    return step


def torch_restore(torch, maps):
    net = unet(torch, maps).eval()
    x = torch.rand(1, BLOCKS + 1, RESTORED_SIDE, RESTORED_SIDE).to(memory_format=torch.channels_last)

    def run():
        with torch.inference_mode():
            return net(x)

    return run


def torch_rnn(torch, _):
    cell = torch.nn.RNN(RNN_STEPS, RNN_UNITS, nonlinearity="relu")
    out = torch.nn.Linear(RNN_UNITS, RNN_STEPS, bias=False)
    parameters = [*cell.parameters(), *out.parameters()]
    adam = torch.optim.Adam(parameters, lr=1e-4, fused=True)
    x = torch.rand(RNN_STEPS, RNN_BATCH, RNN_STEPS)

    def step():
        adam.zero_grad()
        loss = ((out(cell(x)[0]) - x) ** 2).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        adam.step()
        return loss.item()

    return step


def onnx_restore(graph, threads):
    import numpy
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    source = session.get_inputs()[0]
    shape = [RESTORED_SIDE if isinstance(side, str) else side for side in source.shape]
    x = numpy.random.rand(*shape).astype(numpy.float32)
    return lambda: session.run(None, {source.name: x})


def prepare(request):
    if request["peer"] == "onnxruntime":
        return onnx_restore(request["graph"], request["threads"])
    import torch

    torch.set_num_threads(request["threads"])
    torch.manual_seed(0)
    make = {"train": torch_train, "restore": torch_restore, "rnn": torch_rnn}[request["what"]]
    return make(torch, request["maps"])


def main():
    ready = {}
    for line in sys.stdin:
        request = json.loads(line)
        key = line
        try:
            if key not in ready:
                ready[key] = prepare(request)
                ready[key]()
            started = time.perf_counter()
            for _ in range(request.get("times", 1)):
                ready[key]()
            answer = {"ms": 1000 * (time.perf_counter() - started)}
        except ImportError as error:
            answer = {"skipped": str(error)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
