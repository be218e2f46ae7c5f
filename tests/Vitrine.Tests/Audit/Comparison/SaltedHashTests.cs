using Vitrine.Audit.Comparison;
using Vitrine.Audit.Findings;
using Vitrine.Audit.Model;
using Xunit;

namespace Vitrine.Tests.Audit.Comparison;

/// <summary>
/// A hash with chance in it, which nobody can recompute: sessions that drew the same randomness show what it depends on, and the README may tell it.
/// </summary>
public sealed class SaltedHashTests
{
    private const string One = "9f86d081884c7d659a2feaa0", Other = "60303ae22b998861bce3b28f";
    private const string Told =
        "The header `x-install` is a hash of the host name, salted anew with random bytes at each start; it depends on the machine name.";

    [Theory]
    [InlineData(Told, One, Other, true)]
    // Not told as salted, of another place, of another condition.
    [InlineData("The header `x-install` depends on the host name.", One, Other, false)]
    [InlineData("The header `x-machine` is a salted hash that depends on the host name.", One, Other, false)]
    [InlineData("The header `x-install` is a salted hash that depends on the time zone.", One, Other, false)]
    // One character of it alone is no other hash.
    [InlineData(Told, One, "9f86d081884c7d659a2feaa1", false)]
    [InlineData(Told, One, Other + Other, false)]
    public void What_a_readme_tells_of_a_salted_hash_is_a_whole_other_hash(string readme, string before, string after, bool isTold)
    {
        Level host = SyntheticAudit.Levels.First(level => level.Factor == Factors.HostName);
        var with = Variation.Of(host);
        var agent = new SyntheticAgent(static _ => { });
        MachineFacts machine = SyntheticAudit.Baseline.With(host.Changes);
        Difference difference = FoundDifference.Of(
            "model request 1: field x-install", "", before, after,
            [new AuditSession(agent.Run(SyntheticAudit.Baseline, Variation.Baseline, 1, 1), Variation.Baseline, SyntheticAudit.Baseline)],
            [new AuditSession(agent.Run(machine, with, 2, 2), with, machine)])
            with
        { Factors = [Factors.HostName], Kind = DifferenceKind.Paired };
        Assert.Equal(isTold, new Documentation([readme]).Says(difference, isNamedBeside: false) is not null);
    }
}
