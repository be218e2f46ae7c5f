using System.Net;
using Vitrine.Cli.Witnessing;
using Vitrine.Runtime.Ledger;
using Vitrine.Tests.Ledger.Witnessing;
using Xunit;

namespace Vitrine.Tests.Runtime.Ledger;

/// <summary>A real witness on a real socket.</summary>
internal sealed class RunningWitness : IAsyncDisposable
{
    private readonly WitnessServer _server;

    private RunningWitness(WitnessScratch scratch, WitnessServer server) => (Scratch, _server) = (scratch, server);

    public WitnessScratch Scratch { get; }

    public WitnessPeer Peer => new(_server.Address, Scratch.Key);

    public Task Failure => _server.Failure;

    /// <summary>What it told whoever runs it.</summary>
    public List<string> Told { get; private init; } = [];

    public static Task<RunningWitness> StartAsync(params TestLog[] logs) =>
        StartAsync(new WitnessOptions { Listen = new IPEndPoint(IPAddress.Loopback, 0) }, logs);

    public static async Task<RunningWitness> StartAsync(WitnessOptions options, params TestLog[] logs)
    {
        var scratch = new WitnessScratch(logs);
        var told = new List<string>();
        void Tell(string line)
        {
            lock (told)
                told.Add(line);
        }

        return new RunningWitness(scratch,
            await WitnessServer.StartAsync(scratch.Witness, options, TimeProvider.System, Tell, TestContext.Current.CancellationToken))
        { Told = told };
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Scratch.Dispose();
    }
}
