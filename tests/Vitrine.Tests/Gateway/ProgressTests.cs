using Vitrine.Gateway.Model;
using Vitrine.Gateway.StandIn;
using Xunit;

namespace Vitrine.Tests.Gateway;

public sealed class ProgressTests
{
    private static readonly string Id = new CallId(0, 2, 0).Write("call", "x");

    [Fact]
    public void An_id_reads_back_and_those_of_others_do_not()
    {
        Assert.True(CallId.TryRead(new CallId(999_999, 199, 9).Write("toolu", "x"), out CallId id));
        Assert.Equal(new CallId(999_999, 199, 9), id);
        Assert.True(new CallId(999_999, 999, 9).Write("toolu", "x").Length <= 64);
        foreach (string other in new[] { "", "call_1", "toolu_01ABC", Id + "0", Id.ToUpperInvariant(), "x" + Id + "\n", Id + "\n",
            "call_vitrine_t1234567s0a0_000000000000", "call_vitrine_t٣s0a0_000000000000" })
            Assert.False(CallId.TryRead(other, out _), other);
    }

    [Fact]
    public void The_next_step_follows_the_last_result() => Assert.Equal(new Progress(0, 3, 0), Progress.Of([User("go"), Call(Id), Result(Id, "fine")]));

    [Fact]
    public void A_call_without_its_result_is_made_again() => Assert.Equal(new Progress(0, 0, 0), Progress.Of([User("go"), Call(Id)]));

    [Theory]
    [InlineData("Error: no such file")]
    [InlineData("error: x")]
    [InlineData("Failed to write")]
    [InlineData("<tool_use_error>File has not been read yet.</tool_use_error>")]
    [InlineData("apply_patch verification failed: x")]
    public void A_failed_result_tries_the_step_another_way(string text) =>
        Assert.Equal(new Progress(0, 2, 1), Progress.Of([User("go"), Call(Id), Result(Id, text)]));

    [Theory]
    [InlineData("")]
    [InlineData("(no output)")]
    [InlineData("src/errors.ts")]
    [InlineData("Exit code: 0")]
    public void Other_results_are_no_failures(string text) => Assert.Equal(new Progress(0, 3, 0), Progress.Of([User("go"), Call(Id), Result(Id, text)]));

    [Fact]
    public void A_prompt_after_a_finished_turn_begins_anew() =>
        Assert.Equal(new Progress(1, 0, 0), Progress.Of([User("go"), Call(Id), Result(Id, ""), Assistant("Done."), User("again")]));

    [Fact]
    public void Words_before_a_call_and_reminders_after_a_result_end_no_turn() =>
        Assert.Equal(new Progress(0, 3, 0),
            Progress.Of([User("go"), Assistant("I will look."), Call(Id), Result(Id, ""), User("<system-reminder>"),
                new ModelMessage(ModelRole.System, [new ModelPart.Text("x")])]));

    [Fact]
    public void The_results_of_others_do_not_count() => Assert.Equal(new Progress(0, 0, 0), Progress.Of([User("go"), Call("call_1"), Result("call_1", "")]));

    private static ModelMessage User(string text) => new(ModelRole.User, [new ModelPart.Text(text)]);

    private static ModelMessage Assistant(string text) => new(ModelRole.Assistant, [new ModelPart.Text(text)]);

    private static ModelMessage Call(string id) => new(ModelRole.Assistant, [new ModelPart.ToolCall(id, "bash", "{}")]);

    private static ModelMessage Result(string id, string text) => new(ModelRole.User, [new ModelPart.ToolResult(id, text, false)]);
}
