using System.Text;
using Vitrine.Core.Model;
using Vitrine.Sandbox.FirstStage;
using Xunit;

namespace Vitrine.Tests.Sandbox.Plan;

public sealed class FirstStageTextTests
{
    [Fact]
    public void The_capture_rules_lead_all_tcp_and_dns_to_the_door_and_refuse_the_rest()
    {
        string rules = Encoding.ASCII.GetString(CaptureRules.Build(new(4000, 4053, 4054), new(6000, 6053, 6054)));
        Assert.Contains("meta nfproto ipv4 meta l4proto tcp redirect to :4000", rules, StringComparison.Ordinal);
        Assert.Contains("meta nfproto ipv6 meta l4proto tcp redirect to :6000", rules, StringComparison.Ordinal);
        Assert.Contains("meta nfproto ipv6 udp dport 53 redirect to :6053", rules, StringComparison.Ordinal);
        Assert.Contains("policy drop", rules, StringComparison.Ordinal);
        Assert.EndsWith("reject with icmpx type admin-prohibited\n }\n}\n", rules, StringComparison.Ordinal);
        Assert.DoesNotContain("ipv6 meta l4proto tcp redirect", Encoding.ASCII.GetString(CaptureRules.Build(new(1, 2, 3), null)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_nul_in_an_argument_would_cut_it_and_is_refused()
    {
        StagePlan plan = Plan() with { Command = [new UnixPath("a\0b")] };
        Assert.Throws<ArgumentException>(() => plan.ToBytes());
    }

    [Fact]
    public void A_plan_holds_its_texts_byte_for_byte()
    {
        byte[] bytes = (Plan() with { Command = [UnixPath.FromBytes([0xff, 0xfe, (byte)'x'])] }).ToBytes();
        Assert.True(bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xff, 0xfe, (byte)'x', 0]) > StagePlan.HeaderSize);
    }

    private static StagePlan Plan() => new()
    {
        TerminalMask = 0,
        OpenFiles = (1024, 4096),
        Processes = 1,
        Memory = 0,
        Filter = new byte[16],
        Nft = "/usr/sbin/nft",
        WorkingDirectory = new UnixPath("/w"),
        Command = [new UnixPath("true")],
        Environment = [],
    };
}
