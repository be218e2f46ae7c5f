using BenchmarkDotNet.Attributes;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;

namespace Vitrine.Benchmarks;

/// <summary>What is asked for each connection and each look-up.</summary>
[MemoryDiagnoser]
public class PolicyBenchmarks
{
    private readonly NetworkPolicy _policy = new(NetworkMode.DenyByDefault, [.. Enumerable.Range(0, 50).Select(Rule)]);
    private readonly string _name = "API.Example-Company.co.uk", _address = "[2001:db8::7]";
    private readonly Destination _last = new(Host("api.host49.example.com"), 443), _none = new(Host("elsewhere.example.net"), 443);

    /// <summary>The last of fifty rules allows it.</summary>
    [Benchmark]
    public Decision Allowed() => _policy.Decide(_last);

    /// <summary>None of fifty rules allows it, and the refusal names the option that would.</summary>
    [Benchmark]
    public Decision Refused() => _policy.Decide(_none);

    /// <summary>A name as it comes from a header or a DNS question.</summary>
    [Benchmark]
    public bool ParseName() => HostName.TryParse(_name, out _);

    /// <summary>A name that is an address.</summary>
    [Benchmark]
    public bool ParseAddress() => HostName.TryParse(_address, out _);

    private static HostRule Rule(int number) =>
        HostRule.TryParse($"*.host{number}.example.com", out HostRule? rule) ? rule : throw new InvalidOperationException($"Rule {number} is none.");

    private static HostName Host(string name) =>
        HostName.TryParse(name, out HostName host) ? host : throw new InvalidOperationException($"'{name}' is no host.");
}
