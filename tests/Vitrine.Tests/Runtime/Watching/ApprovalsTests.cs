using Vitrine.Core.Model;
using Vitrine.Runtime.Watching;
using Xunit;

namespace Vitrine.Tests.Runtime.Watching;

public sealed class ApprovalsTests
{
    private static readonly Decision Ask = new(false, "git push *", null) { Effect = Effect.Ask };
    private readonly HandTime _time = new();

    [Fact]
    public async Task A_question_that_nobody_answers_is_a_denial_after_its_time()
    {
        using var approvals = new Approvals(TimeSpan.FromSeconds(60), _time);
        Task<Answer> answer = approvals.AskAsync("command", "git push", Ask, null, 7);
        Question question = Assert.Single(approvals.Open);
        Assert.Equal(("command", "git push", "git push *", 7), (question.Subject, question.What, question.Rule, question.Process));
        Assert.False(answer.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(Answer.Nobody, await answer);
        Assert.Empty(approvals.Open);
    }

    [Fact]
    public async Task Equal_questions_are_one_and_get_one_answer()
    {
        using var approvals = new Approvals(TimeSpan.FromSeconds(60), _time);
        Task<Answer>[] asked = [.. Enumerable.Range(0, 20).Select(_ => approvals.AskAsync("command", "git push", Ask, null, 7))];
        Assert.True(approvals.Give(Assert.Single(approvals.Open).Id, Answer.Once));
        Assert.All(await Task.WhenAll(asked), answer => Assert.Equal(Answer.Once, answer));
    }

    [Theory]
    [InlineData(Answer.Refused, true)]
    [InlineData(Answer.Session, true)]
    [InlineData(Answer.Always, true)]
    [InlineData(Answer.Once, false)]
    [InlineData(Answer.Nobody, false)]
    public async Task Only_an_answer_for_the_session_is_not_asked_for_again(Answer given, bool isSettled)
    {
        using var approvals = new Approvals(TimeSpan.FromSeconds(60), _time);
        Task<Answer> first = approvals.AskAsync("command", "git push", Ask, null, 7);
        approvals.Give(1, given);
        Assert.Equal(given, await first);
        Task<Answer> second = approvals.AskAsync("command", "git push", Ask, null, 7);
        Assert.Equal(isSettled, second.IsCompleted);
        Assert.Equal(isSettled ? 0 : 1, approvals.Open.Count);
        Assert.False(approvals.AskAsync("command", "git push --force", Ask, null, 7).IsCompleted);
    }

    [Fact]
    public async Task A_flood_of_questions_is_denied_and_not_shown()
    {
        using var approvals = new Approvals(TimeSpan.FromSeconds(60), _time);
        Task<Answer>[] asked = [.. Enumerable.Range(0, 5_000).Select(number => approvals.AskAsync("command", $"c{number}", Ask, null, 7))];
        Assert.Equal(32, approvals.Open.Count);
        Assert.Equal(5_000 - 32, asked.Count(task => task.IsCompletedSuccessfully && task.Result == Answer.Nobody));
        for (int round = 0; round < 100; round++)
        {
            foreach (Question question in approvals.Open)
                approvals.Give(question.Id, Answer.Once);
            _ = approvals.AskAsync("command", $"d{round}", Ask, null, 7);
        }

        Assert.True(approvals.Open.All(question => question.Id <= 500));
        Assert.Equal(Answer.Nobody, await approvals.AskAsync("command", new string('x', 3_000), Ask, null, 7));
    }

    [Fact]
    public async Task The_end_of_the_session_denies_what_is_open_and_what_comes_later()
    {
        var approvals = new Approvals(TimeSpan.FromSeconds(60), _time);
        Task<Answer> open = approvals.AskAsync("command", "git push", Ask, null, 7);
        approvals.Dispose();
        Assert.Equal(Answer.Nobody, await open);
        Assert.Equal(Answer.Nobody, await approvals.AskAsync("command", "git pull", Ask, null, 7));
    }

    [Fact]
    public async Task A_watcher_sees_what_is_open_and_answers_over_the_socket_also_where_the_path_is_long()
    {
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        string directory = Directory.CreateDirectory(Path.Combine(Directory.CreateTempSubdirectory().FullName, new string('d', 150))).FullName;
        string path = Path.Combine(directory, "20261121-000000-abcdef.control");
        using var approvals = new Approvals(TimeSpan.FromSeconds(60), TimeProvider.System);
        Task<Answer> before = approvals.AskAsync("command", "git push", Ask, "commands.allow: [\"git push\"]", 7);
        await using (ControlSocket socket = ControlSocket.Open(path, approvals))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            await using ControlClient? watcher = await ControlClient.ConnectAsync(path, cancelled);
            Assert.NotNull(watcher);
            (Question? opened, _) = await watcher.ReadAsync(cancelled);
            Assert.Equal(("git push", "commands.allow: [\"git push\"]"), (opened!.What, opened.Always));
            await watcher.AnswerAsync(opened.Id, Answer.Session, cancelled);
            Assert.Equal(Answer.Session, await before);
            (_, ClosedQuestion? closed) = await watcher.ReadAsync(cancelled);
            Assert.Equal(new ClosedQuestion(opened.Id, Answer.Session), closed);
        }

        Assert.False(File.Exists(path));
        Assert.Null(await ControlClient.ConnectAsync(path, cancelled));
        Directory.Delete(Path.GetDirectoryName(directory)!, recursive: true);
    }

    [Theory]
    [InlineData("nonsense\n")]
    [InlineData("{\"question\":{\"id\":1}}\n")]
    [InlineData("{\"closed\":{\"id\":1,\"answer\":\"nobody\"}}\n")]
    [InlineData("{\"closed\":{\"id\":1,\"answer\":7}}\n")]
    [InlineData("null\n")]
    public async Task A_watcher_that_talks_nonsense_is_cut_off_and_answers_nothing(string line)
    {
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        string directory = Directory.CreateTempSubdirectory().FullName;
        using var approvals = new Approvals(TimeSpan.FromSeconds(60), TimeProvider.System);
        Task<Answer> asked = approvals.AskAsync("command", "git push", Ask, null, 7);
        string path = Path.Combine(directory, "s");
        await using (ControlSocket socket = ControlSocket.Open(path, approvals))
        {
            using var raw = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream,
                System.Net.Sockets.ProtocolType.Unspecified);
            await raw.ConnectAsync(new System.Net.Sockets.UnixDomainSocketEndPoint(path), cancelled);
            await raw.SendAsync(System.Text.Encoding.UTF8.GetBytes(line), cancelled);
            byte[] buffer = new byte[4096];
            while (await raw.ReceiveAsync(buffer, cancelled) > 0)
            {
            }

            Assert.False(asked.IsCompleted);
        }

        Directory.Delete(directory, recursive: true);
    }
}
