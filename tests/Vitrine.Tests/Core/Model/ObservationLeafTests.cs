using System.Text;
using System.Text.Json.Serialization;
using Vitrine.Core.Model;
using Xunit;

namespace Vitrine.Tests.Core.Model;

public sealed class ObservationLeafTests
{
    private const string Marker = "MaRkEr";
    private static readonly string Digest = new('d', 64);

    [Fact]
    public void Every_kind_has_a_leaf_of_its_name()
    {
        Assert.Equal(MarkedObservations.Types.ToHashSet(), MarkedObservations.Kinds.Select(kind => kind.DerivedType).ToHashSet());
        foreach (JsonDerivedTypeAttribute kind in MarkedObservations.Kinds)
            Assert.Equal(kind.TypeDiscriminator, LeafOf(MarkedObservations.All(Marker).Single(one => one.GetType() == kind.DerivedType)).Type);
    }

    [Fact]
    public void No_text_of_any_observation_is_in_its_leaf()
    {
        foreach (Observation observation in MarkedObservations.All(Marker))
        {
            // The marker is where it should be, or this shows nothing.
            string entry = Encoding.UTF8.GetString(new Entry(1, "s", 0, default, observation).ToUtf8());
            bool hasText = observation is not (OpensRepeated or SignalSent or ReviewKept);
            Assert.Equal((observation.GetType(), hasText), (observation.GetType(), entry.Contains(Marker, StringComparison.Ordinal)));
            Assert.DoesNotContain(Marker, Encoding.UTF8.GetString(LeafOf(observation).ToUtf8()), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Texts_that_look_like_our_own_words_but_for_an_end_do_not_get_in()
    {
        string[] rules = ["default: deny ", "default: deny\n", "Default: deny", "--offlinex", "--allow secret.example", "default: denyMaRkEr"];
        string[] origins = ["user", "userMaRkEr x", "project\tx", " project x", "MaRkEr user x", ""];
        foreach (string rule in rules)
        {
            foreach (string origin in origins)
                Assert.Null(LeafOf(new FlowStarted("x", Decision.Allow(rule) with { Origin = origin })).Rule);
        }
    }

    [Theory]
    [InlineData("default: deny", "user ~/x.yaml", "default: deny")]
    [InlineData("--offline", null, "--offline")]
    [InlineData("api.secret.example", "user ~/secret.yaml:12", "user")]
    [InlineData("api.secret.example", "project vitrine.yaml:48213", "project")]
    [InlineData("api.secret.example", "organisation /etc/vitrine/vitrine.yaml:3", "organisation")]
    [InlineData("allow secret.example", null, null)]
    [InlineData(null, null, null)]
    public void Rule_is_a_fixed_word_or_the_layer_that_it_stands_in(string? rule, string? origin, string? expected)
    {
        var decision = new Decision(false, rule, "hint") { Origin = origin, Effect = Effect.Ask };
        Leaf leaf = LeafOf(new RequestStarted(1, "GET", "https://a/", "2", [], new PayloadReference("16", Digest, 1, false), decision));
        Assert.Equal((expected, Effect.Ask), (leaf.Rule, leaf.Decision));
        Assert.Equal([Digest], leaf.Payloads);
    }

    [Fact]
    public void Bodies_are_named_in_order_by_what_is_a_digest()
    {
        var first = new PayloadReference("16", Digest, 1, false);
        PayloadReference second = first with { Digest = new string('e', 64) }, wrong = first with { Digest = Marker };
        RequestEnded ended = new(1, 200, "upstream", [], first, second, 1, 1, 1, null);
        Assert.Equal([first.Digest, second.Digest], LeafOf(ended).Payloads);
        Assert.Equal([second.Digest], LeafOf(ended with { RequestBody = wrong }).Payloads);
        Assert.Empty(LeafOf(ended with { RequestBody = null, ResponseBody = null }).Payloads);
    }

    private static Leaf LeafOf(Observation observation) => ObservationLeaf.Of(new Entry(1, "s", 0, DateTimeOffset.UnixEpoch, observation), Marker, Digest);
}
