using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Vitrine.Benchmarks;

if (args is ["door", .. var door])
    return await DoorParts.RunAsync(door);
if (args is ["provenance-speed", .. var bodies])
    return ProvenanceSpeed.Run(bodies);
if (args is ["provenance-model", .. var model])
    return ProvenanceModel.Run(model);
if (args is ["inspect", .. var inspect])
    return InspectSpeed.Run(inspect);
if (args is ["ledger", .. { Length: 3 } ledger])
    return await LedgerSpeed.RunAsync(ledger);
if (args is ["verify", .. var verify])
    return VerifySpeed.Run(verify);
if (args is ["query", .. var query])
    return QueryData.Run(query);
if (args is ["journal", .. var journal])
    return await JournalSpeed.RunAsync(journal);
if (args is ["audit-sessions", .. var sessions])
    return await AuditSessions.RunAsync(sessions);
if (args is ["meaning"])
    return MeaningSpeed.Run();
// In this process and short: these figures show an order of magnitude and what allocates, and are taken in a minute.
IConfig configuration = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(PolicyBenchmarks).Assembly).Run(args, configuration);
return 0;
